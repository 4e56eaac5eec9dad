"""A sitting that is open now, and somebody who writes in it."""

from datetime import timedelta

from django.utils import timezone

from courses.assessment.attempts import attempt_start
from courses.assessment.sittings import access_codes
from tests.factories.assessment import (
    SittingFactory,
)

HOUR = timedelta(hours=1)


def open_now(enrolment, place, invigilator=None):
    now = timezone.now()
    return SittingFactory(
        course=enrolment.course,
        establishment=place,
        invigilator=invigilator,
        opens_at=now - HOUR,
        closes_at=now + 3 * HOUR,
    )


def write(enrolment, here):
    return attempt_start.start_attempt(
        enrolment,
        at=timezone.now(),
        by=enrolment.learner.user,
        language="kk",
        code=access_codes.format_sitting_code(here),
    )
