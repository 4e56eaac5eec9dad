"""A trainer who translates in the studio."""

import pytest
from django.utils import translation

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory


@pytest.fixture
def trainer(pages):
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def studio(trainer, sign_in):
    with translation.override("en"):
        yield sign_in(trainer)
