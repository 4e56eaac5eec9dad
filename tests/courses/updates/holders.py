"""What the holder of a certificate is asked and does."""

from datetime import UTC, datetime, time, timedelta

from courses.updates import certificate_updates
from courses.updates.update_tasks import find_update_task
from tests.factories.assessment import NOW, reaffirm
from tests.factories.updating import DAY, questions_of

TODAY = NOW.date()
DUE = TODAY + timedelta(days=45)
LATE = DUE + DAY


def moment(on):
    return datetime.combine(on, time(6), UTC)


def enrolment_of(certificate):
    return certificate.completion.enrolment


def task(certificate, on=TODAY):
    return find_update_task(enrolment_of(certificate), on=on)


def recheck(edition, at=NOW):
    """Let a trainer say that the questions are still right, so that they are live again."""
    for question in questions_of(edition)[:2]:
        reaffirm(question, at=at)


def start(certificate, at=NOW, seen=None):
    enrolment = enrolment_of(certificate)
    seen = task(certificate).seen if seen is None else seen
    by = enrolment.learner.user
    return certificate_updates.start_update_test(
        enrolment, seen=seen, at=at, by=by, language="kk"
    )


def confirm(certificate, at=NOW, seen=None):
    enrolment = enrolment_of(certificate)
    seen = task(certificate).seen if seen is None else seen
    by = enrolment.learner.user
    certificate_updates.confirm_reading(
        enrolment, seen=seen, at=at, by=by, language="kk"
    )


def settled(certificate, at=NOW):
    """Have the holder confirm once the questions have been looked at for too long."""
    confirm(certificate, at=at + 30 * DAY)
