"""What every test may use."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _kazakh():
    """Every test starts in the language of the state."""
    with translation.override("kk"):
        yield
