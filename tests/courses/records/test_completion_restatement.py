"""What was told of a pass that was not so is voided, and what was right is told."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from courses.compliance.renewals import renew_by_refresher
from courses.enrolment import enrol_learner
from courses.recognition import pass_corrections
from courses.records.completions.completion_correction import CorrectionRequest
from courses.records.completions.completion_withdrawal import withdraw_completion
from courses.records.completions.correction_chain import (
    attach_withdrawals,
    get_current_completion,
)
from courses.records.completions.course_completion import record_completion
from courses.records.models import Completion
from courses.records.statements.course_statements import emit_course_completed
from elearning.lrs.models import Statement
from tests.factories.compliance import PassFactory
from tests.factories.courses import EditionFactory
from tests.factories.recognition import (
    AT,
    ClaimFactory,
    corrected,
    decided,
    officer,
    proposed_correction,
)
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

PASSED = datetime(2026, 3, 2, 6, tzinfo=UTC)
RIGHT = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), time_machine.travel(AT, tick=False):
        yield


def passed(course, *, learner=None, at=PASSED):
    """Complete a course, with what is told and recorded of it."""
    learner = learner or StaffMemberFactory()
    with time_machine.travel(at, tick=False):
        enrolment = enrol_learner(learner, course, by=None, at=at)
        emit_course_completed(enrolment, language="kk", at=at, score=0.8)
        return record_completion(enrolment, by=None, at=at, score=0.8, language="kk")


def told(verb):
    """What is told by a verb: voided or not, when, and which statement it takes up."""
    rows = Statement.objects.filter(verb__name__endswith=verb).order_by("pk")
    return [
        (
            row.voided,
            row.content["timestamp"][:10],
            row.content.get("context", {}).get("statement", {}).get("id"),
        )
        for row in rows
    ]


def taken_back(completion):
    return withdraw_completion(
        completion, ground="error", authority="A", reason="x", by=officer(), at=AT
    )


def test_corrected_pass_is_voided_and_told_anew_as_often_as_it_is_corrected():
    before = passed(EditionFactory().course)

    corrected(proposed_correction(before, RIGHT, score=Decimal("0.9")))
    after = get_current_completion(before)
    corrected(proposed_correction(after, date(2026, 1, 5), score=Decimal("0.9")))

    rows = Statement.objects.filter(verb__name__endswith="/completed").order_by("pk")
    first, second, _third = [str(row.uuid) for row in rows]
    assert told("/completed") == [
        (True, "2026-03-02", None),
        (True, "2026-02-02", first),
        (False, "2026-01-05", second),
    ]
    assert [row.content["result"]["score"]["scaled"] for row in rows] == [0.8, 0.9, 0.9]
    voidings = Statement.objects.filter(verb__name__endswith="/voided").order_by("pk")
    assert [row.content["object"]["id"] for row in voidings] == [first, second]
    assert {row.content["actor"]["account"]["name"] for row in voidings} == {
        "prison-staff-training"
    }


def test_recognised_pass_is_told_anew_and_its_withdrawal_voids_it():
    before = decided(ClaimFactory()).completion
    corrected(proposed_correction(before, date(2024, 9, 11), until=date(2026, 9, 11)))

    taken_back(get_current_completion(before))

    assert [voided for voided, _day, _follows in told("/waived")] == [True, True]
    assert len(told("/voided")) == 2


def test_withdrawal_after_a_correction_shows_where_the_enrolment_is_listed(
    django_assert_num_queries,
):
    before = passed(EditionFactory().course)
    corrected(proposed_correction(before, RIGHT))
    kept = passed(EditionFactory().course, learner=before.learner)
    enrolments = [before.enrolment, kept.enrolment]
    with django_assert_num_queries(1):
        attach_withdrawals(enrolments)

    taken_back(get_current_completion(before))

    rows = attach_withdrawals(enrolments)
    assert [row.is_withdrawn for row in rows] == [True, False]


def test_what_a_refresher_renewed_is_corrected_and_withdrawn_with_it():
    course = EditionFactory(course__validity_months=12).course
    refresher = EditionFactory(
        course__validity_months=12, course__refreshes=course
    ).course
    learner = StaffMemberFactory()
    PassFactory(
        learner=learner,
        course=course,
        passed_on=date(2025, 3, 20),
        expires_on=date(2026, 3, 20),
    )
    before = passed(refresher, learner=learner)
    renewal = Completion.objects.filter(rests_on=before).first() or renew_by_refresher(
        before, by=None
    )
    assert renewal.expires_on == date(2027, 3, 20)

    changes, _seal = pass_corrections.preview_correction(
        before, CorrectionRequest(date(2026, 3, 25), before.score), at=AT
    )
    assert [(one.before, one.passed_on, one.expires_on) for one in changes] == [
        (before, date(2026, 3, 25), date(2027, 3, 25)),
        (renewal, date(2026, 3, 25), date(2027, 3, 25)),
    ]
    corrected(proposed_correction(before, date(2026, 3, 25)))
    assert get_current_completion(renewal).expires_on == date(2027, 3, 25)

    taken_back(get_current_completion(before))

    assert get_current_completion(renewal).withdrawal.ground == "error"
