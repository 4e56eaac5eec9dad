"""A trainer in the studio."""

import pytest

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user
