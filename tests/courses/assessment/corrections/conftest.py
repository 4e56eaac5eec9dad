"""An exam with a wrong key, and the people who correct it."""

import pytest

from courses.assessment.models import QuestionVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import edition_with_exam


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.fixture
def edition():
    """Four questions, all asked; three right ones pass."""
    return edition_with_exam([{}] * 4)


@pytest.fixture
def question(edition):
    return QuestionVersion.objects.filter(version__entries__edition=edition).last()
