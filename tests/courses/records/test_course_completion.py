"""Completions: recorded once by the last unit, never changed, with the right expiry."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import progress
from courses.compliance.models import Recount
from courses.models import Enrolment
from courses.records.completions.course_completion import (
    PastCompletion,
    record_completion,
    record_past_completions,
)
from courses.records.events import CompletionRecorded
from courses.records.models import Completion
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.events import hearing
from tests.factories.assessment import exam_enrolment
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.records import HANDED_IN, marked_attempt, told, verbs
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def completed(enrolment, at, score=None):
    return record_completion(enrolment, by=None, at=at, score=score, language="kk")


def moment(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def test_pass_is_recorded_with_its_facts():
    attempt = marked_attempt(wrong={2})

    completion = Completion.objects.get()

    assert completion.learner == attempt.enrolment.learner
    assert completion.enrolment == attempt.enrolment
    assert completion.edition == attempt.enrolment.edition
    assert completion.completed_at == HANDED_IN
    assert completion.score == Decimal("0.75")
    assert completion.basis == Completion.Basis.EXAM
    assert (completion.passed_on, completion.expires_on) == (
        date(2026, 3, 2),
        date(2028, 3, 2),
    )


def test_course_without_exam_is_completed_by_its_lessons():
    enrolment = EnrolmentFactory()
    unit = enrolment.edition.entries.get().version.unit

    progress.finish_unit(enrolment, unit, language="ru")

    completion = Completion.objects.get()
    assert (completion.score, completion.language) == (None, "ru")
    assert completion.basis == Completion.Basis.LESSONS


def test_completion_is_recorded_and_announced_once():
    enrolment = exam_enrolment()
    with hearing(CompletionRecorded) as heard:
        first = completed(enrolment, HANDED_IN, 1.0)
        again = completed(enrolment, HANDED_IN + timedelta(days=1), 0.5)

    assert first == again
    assert [event.completion for event in heard] == [first]


def test_completion_is_never_changed():
    completion = completed(EnrolmentFactory(), HANDED_IN)

    with pytest.raises(AuditError):
        completion.save()
    with pytest.raises(AuditError):
        completion.delete()


def test_score_is_a_share():
    with pytest.raises(IntegrityError):
        completed(EnrolmentFactory(), HANDED_IN, 1.5)


@pytest.mark.parametrize(
    ("again_on", "expires_on"),
    [
        (date(2027, 12, 2), date(2029, 12, 2)),
        (date(2027, 12, 3), date(2030, 3, 2)),
        (date(2028, 3, 2), date(2030, 3, 2)),
        (date(2028, 3, 3), date(2030, 3, 3)),
    ],
)
def test_renewal_keeps_the_anniversary_inside_the_window(again_on, expires_on):
    first = EnrolmentFactory()
    completed(first, moment(date(2026, 3, 2)))
    second = EnrolmentFactory(
        edition=first.edition, learner=first.learner, completed_at=HANDED_IN
    )

    renewed = completed(second, moment(again_on))

    assert renewed.expires_on == expires_on


def test_learner_sees_her_own_and_a_stranger_nothing():
    completion = completed(EnrolmentFactory(), HANDED_IN)
    visible = Completion.objects.visible_to

    assert visible(completion.learner.user).get() == completion
    assert not visible(StaffMemberFactory().user).exists()


def passed_three_times(edition):
    """Somebody's passes: a first one, one that renews it, and one after that has lapsed."""
    learner = StaffMemberFactory()
    days = [date(2020, 3, 2), date(2022, 2, 1), date(2025, 6, 1)]
    return [
        PastCompletion(
            EnrolmentFactory(edition=edition, learner=learner, completed_at=moment(on)),
            moment(on),
            score,
            "kk",
        )
        for on, score in zip(days, (0.8, None, 0.9), strict=True)
    ]


def left_behind(learner):
    """What is kept of somebody's passes, without what tells her from somebody else."""
    passes = Completion.objects.filter(learner=learner).order_by("pk")
    certificates = [row.certificates.get() for row in passes]
    facts = (
        "completed_at passed_on expires_on score language basis recorded_at recorded_by"
    )
    frozen = "issued_on expires_on language holder_name course_code edition_number"
    entries = Entry.objects.filter(person=str(learner.key)).order_by("pk")
    return (
        [[getattr(row, name) for name in facts.split()] for row in passes],
        [[getattr(row, name) for name in frozen.split()] for row in certificates],
        [row.renews and certificates.index(row.renews) for row in certificates],
        [[row.number for row in certificates], [row.pk for row in passes]]
        == [
            [e.details["number"] for e in entries if e.action == "certificates.issued"],
            [int(e.subject_id) for e in entries if e.action == "records.completed"],
        ],
        sorted(Recount.objects.filter(learner=learner).values_list("since")),
        [
            verb
            for one in Enrolment.objects.filter(learner=learner).order_by("pk")
            for verb in verbs(told(one))
        ],
    )


def test_history_of_many_leaves_what_recording_each_pass_leaves():
    edition = EditionFactory(course__validity_months=24)
    one_by_one, *at_once = (passed_three_times(edition) for _person in range(3))
    Recount.objects.all().delete()

    for one in one_by_one:
        completed(one.enrolment, one.at, one.score)
    made = record_past_completions(
        [one for person in at_once for one in reversed(person)], by=None
    )

    wanted, *found = (
        left_behind(person[0].enrolment.learner) for person in (one_by_one, *at_once)
    )
    assert found == [wanted, wanted]
    assert wanted[2] == [None, 0, None]
    assert wanted[3]
    assert [row.completed_at for row in made] == sorted(
        row.completed_at for row in made
    )


def test_history_takes_as_many_queries_for_ten_people_as_for_five(
    django_assert_max_num_queries,
):
    edition = EditionFactory(course__validity_months=24)
    first, five, ten = (
        [one for _person in range(people) for one in passed_three_times(edition)]
        for people in (1, 5, 10)
    )
    record_past_completions(
        first, by=None
    )  # what is told of the course is new only once
    with CaptureQueriesContext(connection) as asked:
        record_past_completions(five, by=None)

    with django_assert_max_num_queries(len(asked)):
        record_past_completions(ten, by=None)
