"""A sitting that is passed on while somebody starts in it, or their person is changed."""

from threading import Thread

import pytest
from django.db import connection, transaction

from courses.assessment.errors import SittingError
from courses.assessment.events import AttemptStarted
from courses.assessment.models import Attempt, Sitting
from courses.assessment.sittings import access_codes, sitting_changes
from tests.courses.assessment.sittings.rooms import planned, start
from tests.events import received_by
from tests.factories.assessment import NOW, exam_enrolment, invigilator_at
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]


def test_nobody_gets_the_sitting_that_they_start_in_at_that_moment():
    prison = EstablishmentFactory()
    invigilator = invigilator_at(prison)
    enrolment = exam_enrolment(learner__user=invigilator)
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    room = planned(enrolment, prison)
    refused = []

    def pass_on():
        try:
            sitting_changes.reassign_invigilator(
                room, invigilator, reason="Ауысты", by=room.invigilator, at=NOW
            )
        except SittingError as error:
            refused.append(error)
        finally:
            connection.close()

    thread = Thread(target=pass_on)

    def while_it_starts(_event):
        thread.start()
        thread.join(timeout=1)

    with received_by(while_it_starts, AttemptStarted):
        start(enrolment, access_codes.format_sitting_code(room))
    thread.join()

    assert Attempt.objects.get().sitting == room
    assert len(refused) == 1
    assert Sitting.objects.get().invigilator == room.invigilator


@pytest.mark.skipif(connection.vendor == "sqlite", reason="whoever writes waits")
def test_passing_on_does_not_wait_for_a_change_of_the_person():
    prison = EstablishmentFactory()
    invigilator = invigilator_at(prison)
    enrolment = exam_enrolment(learner__user=invigilator)
    room = planned(enrolment, prison)

    def pass_on():
        try:
            sitting_changes.reassign_invigilator(
                room, invigilator, reason="Ауысты", by=room.invigilator, at=NOW
            )
        finally:
            connection.close()

    thread = Thread(target=pass_on)
    with transaction.atomic():
        enrolment.learner.lock()
        thread.start()
        thread.join(timeout=5)
        has_waited = thread.is_alive()
    thread.join()

    assert not has_waited
    assert Sitting.objects.get().invigilator == invigilator
