"""What several tests of exams share."""

import pytest
from django.utils import translation


@pytest.fixture
def english():
    """Say refusals in English, so that a test can read them."""
    with translation.override("en"):
        yield
