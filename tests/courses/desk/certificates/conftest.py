"""An officer of the ministry, in English."""

import pytest
from django.utils import translation

from elearning.accounts.roles import Role


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def ministry(enter):
    return enter(Role.MINISTRY_HR)
