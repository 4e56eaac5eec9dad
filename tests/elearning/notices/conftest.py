"""A kind of notice that only tests word."""

import pytest

from elearning.notices import notice_texts


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setattr(notice_texts, "_kinds", {})
    notice_texts.register_notice_text(
        "tests.due",
        lambda context: notice_texts.NoticeText(
            f"Due in {context['days']}", context.get("text", "")
        ),
    )
