"""Sittings at a prison, and learners who start in them."""

from datetime import timedelta

import pytest

from courses.assessment.attempts import sitting
from courses.assessment.attempts.admission import may_start
from courses.assessment.errors import StartError
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
    return [reason.code for reason in may_start(enrolment, at)]


def start(enrolment, code="", at=NOW):
    return sitting.start(
        enrolment, at=at, by=enrolment.learner.user, language="kk", code=code
    )


def refusal(enrolment, code, at=NOW):
    with pytest.raises(StartError) as refused:
        start(enrolment, code, at)
    return [reason.code for reason in refused.value.reasons]
