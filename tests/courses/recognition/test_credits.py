"""Equivalent training stands for lessons, never for the final exam (curriculum R13)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from courses.enrolment import enrol_learner
from courses.models import Course, Unit
from courses.recognition import lesson_credits
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Credit, CreditRule
from courses.records.models import Completion
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.recognition import AT, officer
from tests.factories.records import told
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

ISSUED = date(2025, 1, 15)
LESSONS = ("l1-1", "l1-2", "l1-3", "l2-1", "l2-2", "l2-3", "l3-1")


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def course():
    """C1 with seven lessons and an exam."""
    course = Course.objects.filter(code="C1").first() or CourseFactory(code="C1")
    kinds = [(slug, Unit.Kind.LESSON) for slug in LESSONS] + [("exam", Unit.Kind.EXAM)]
    versions = [
        UnitVersionFactory(unit=UnitFactory(course=course, slug=slug, kind=kind))
        for slug, kind in kinds
    ]
    EditionFactory(course=course, versions=versions)
    return course


def rule(code="unodc-nmr"):
    return CreditRule.objects.get(code=code)


def proposed(learner=None, issued_on=ISSUED, **facts):
    wanted = {"document_number": "17", "by": officer(), "at": AT} | facts
    return lesson_credits.propose_credit(
        learner or StaffMemberFactory(), rule(), issued_on=issued_on, **wanted
    )


def decided(credit, *, is_confirmed=True, by=None, at=AT):
    return lesson_credits.decide_credit(
        credit, is_confirmed=is_confirmed, reason="Seen.", by=by or officer(), at=at
    )


def credited(enrolment):
    rows = enrolment.progress.filter(is_credited=True, finished_at__isnull=False)
    return sorted(rows.values_list("unit__slug", flat=True))


def test_the_rules_of_the_curriculum_are_there():
    assert {
        (one.code, one.course_code, tuple(one.lessons), one.months)
        for one in CreditRule.objects.all()
    } == {
        ("unodc-nmr", "C1", LESSONS[:6], 24),
        ("tool-training", "C3", ("l1-3",), None),
    }


def test_lessons_of_the_course_under_way_are_done_and_the_exam_stays(course):
    enrolment = enrol_learner(StaffMemberFactory(), course, by=None)
    before = len(told())
    credit = proposed(enrolment.learner)
    assert credited(enrolment) == []

    decided(credit)

    assert credited(enrolment) == list(LESSONS[:6])
    enrolment.refresh_from_db()
    assert enrolment.is_active
    assert not Completion.objects.exists()
    assert len(told()) == before


def test_next_course_begins_with_them_while_the_document_is_young(course):
    credit = proposed()
    decided(credit)

    young = enrol_learner(credit.learner, course, by=None, at=AT)
    assert credited(young) == list(LESSONS[:6])

    young.ended_at = AT
    young.save()
    late = enrol_learner(credit.learner, course, by=None, at=AT + timedelta(days=400))
    assert credited(late) == []


def test_what_she_read_herself_stays_read(course):
    enrolment = enrol_learner(StaffMemberFactory(), course, by=None)
    unit = course.units.get(slug="l1-1")
    enrolment.progress.create(unit=unit, started_at=AT, finished_at=AT)

    decided(proposed(enrolment.learner))

    assert credited(enrolment) == list(LESSONS[1:6])
    assert lesson_credits.apply_credits(enrolment, at=AT) == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"issued_on": date(2024, 5, 3)}, "more than 24 months old"),
        ({"issued_on": AT.date() + timedelta(days=1)}, "is in the future"),
        ({"document_number": " "}, "document number"),
    ],
)
def test_document_that_gives_nothing_is_refused(facts, words):
    with pytest.raises(RecognitionError, match=words):
        proposed(**facts)
    assert not Credit.objects.exists()


def test_last_day_of_the_twenty_four_months_counts():
    assert proposed(issued_on=date(2024, 5, 4)).is_open


def test_the_same_document_is_entered_once_unless_it_was_declined():
    credit = proposed()
    with pytest.raises(RecognitionError, match="already been entered"):
        proposed(credit.learner)
    decided(credit, is_confirmed=False)

    assert proposed(credit.learner).is_open


def test_neither_the_proposer_nor_the_learner_decides():
    credit = proposed(StaffMemberFactory(user=officer()))

    with pytest.raises(RecognitionError, match="second person decides"):
        decided(credit, by=credit.proposed_by)
    with pytest.raises(RecognitionError, match="your own"):
        decided(credit, by=credit.learner.user)
    assert Credit.objects.waiting().get() == credit


def test_document_that_became_too_old_is_only_declined(course):
    credit = proposed()
    late = AT + timedelta(days=400)

    with pytest.raises(RecognitionError, match="more than 24 months old"):
        decided(credit, at=late)
    assert not decided(credit, is_confirmed=False, at=late).is_confirmed
