"""A trainer in the studio."""

import pytest

from content.studio.permissions import recreate
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory


@pytest.fixture
def trainer(sign_in):
    recreate()
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user
