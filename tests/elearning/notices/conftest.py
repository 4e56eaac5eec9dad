"""A kind of notice that only tests word."""

import pytest

from elearning.notices import wording


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setattr(wording, "_kinds", {})
    wording.register(
        "tests.due",
        lambda context: wording.Wording(
            f"Due in {context['days']}", context.get("text", "")
        ),
    )
