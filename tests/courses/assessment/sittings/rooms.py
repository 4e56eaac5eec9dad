"""Sittings at a prison, and learners who start in them."""

from datetime import timedelta

import pytest

from courses.assessment.attempts import attempt_start
from courses.assessment.attempts.exam_admission import list_start_refusals
from courses.assessment.errors import ExamStartError
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    invigilator_at,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def planned(enrolment, prison, *, invigilated=True, **facts):
    return SittingFactory(
        course=enrolment.course,
        establishment=prison,
        invigilator=invigilator_at(prison) if invigilated else None,
        **facts,
    )


def reasons(enrolment, at=NOW):
    return [reason.code for reason in list_start_refusals(enrolment, at)]


def start(enrolment, code="", at=NOW):
    return attempt_start.start_attempt(
        enrolment, at=at, by=enrolment.learner.user, language="kk", code=code
    )


def refusal(enrolment, code, at=NOW):
    with pytest.raises(ExamStartError) as refused:
        start(enrolment, code, at)
    return [reason.code for reason in refused.value.reasons]
