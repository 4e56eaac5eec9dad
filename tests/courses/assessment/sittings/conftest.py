"""A prison, and learners of it before an exam."""

import pytest

from tests.factories.assessment import (
    exam_enrolment,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
)


@pytest.fixture
def prison():
    return EstablishmentFactory()


@pytest.fixture
def enrolment(prison):
    """A learner who serves at the prison, before an exam without an invigilator."""
    enrolment = exam_enrolment()
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    return enrolment


@pytest.fixture
def watched(prison):
    """A learner who serves at the prison, before an exam that demands an invigilator."""
    enrolment = exam_enrolment(paper={"is_invigilated": True})
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    return enrolment
