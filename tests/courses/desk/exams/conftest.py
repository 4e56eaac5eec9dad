"""Learners before an exam, and officers who look after the first prison."""

import pytest

from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.assessment import (
    exam_enrolment,
)
from tests.factories.staff import (
    AppointmentFactory,
    RemitFactory,
)


@pytest.fixture
def enrol(house):
    """A learner of the first prison, or of the other, before an exam with a sitting now."""

    def at(place=None):
        enrolment = exam_enrolment()
        AppointmentFactory(
            staff_member=enrolment.learner, establishment=place or house.mine
        )
        return enrolment

    return at


@pytest.fixture
def sign_in(client, house):
    """Sign somebody in as a role that looks after the first prison."""

    def as_role(role, user=None):
        user = user or UserFactory(roles=[role])
        RemitFactory(user=user, role=role, establishment=house.mine)
        pass_both_steps(client, user)
        return user

    return as_role
