"""Nobody reads the keys of what they have to pass themselves without leaving a trace."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.questions.models import CaseDraft
from courses.models import Enrolment, Unit, UnitVersion
from courses.release.safeguard_reviews import list_review_subjects
from elearning.accounts.roles import Role
from elearning.audit.action_labels import WORDS
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.assessment import begin, edition_with_exam, exam_enrolment
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.staff import AppointmentFactory, StaffMemberFactory
from tests.factories.updating import DAY, change, cite, guideline, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(pages):
    return pages.question(languages=["kk"])["kk"]


@pytest.fixture
def reader(trainer):
    """A trainer who serves somewhere; nothing is asked of them."""
    return StaffMemberFactory(user=trainer, staff_number=trainer.staff_number)


def looks():
    return Entry.objects.filter(action="questions.key_viewed")


def edit(row):
    return reverse("studio_questions:edit", args=[row.pk])


def oblige(person, course):
    rule = RequirementFactory(course=course)
    AppointmentFactory(staff_member=person, post=rule.post)


def enrol(person, course):
    EnrolmentFactory(learner=person, edition__course=course)


def preview(row):
    version = UnitVersion.objects.get(unit__key=row.translation_key)
    return reverse("content:version", args=[row.course.slug, version.pk])


def compare(row):
    revision = row.revisions.latest("pk").pk
    name = "studio_questions:revisions_compare"
    return reverse(name, args=[row.pk, revision, revision])


def translation(row):
    return reverse("studio_translate:translate", args=[row.translation_key, "ru"])


@pytest.mark.parametrize("bind", [oblige, enrol])
@pytest.mark.parametrize("page", [edit, preview, compare, translation])
def test_learner_reads_no_key_of_the_course_without_a_trace(
    trainer, reader, row, bind, page
):
    bind(reader, row.course)

    assert trainer.client.get(page(row)).status_code == 200

    entry = looks().get()
    assert (entry.by, entry.person) == (trainer, str(reader.key))
    assert entry.details == {
        "course": row.course.code,
        "question": str(row.translation_key),
    }
    assert entry.action in WORDS


def leave(person, course):
    """Leave the course after an attempt at its exam."""
    edition = edition_with_exam([{}] * 4, course=course)
    enrolment = exam_enrolment(edition=edition, learner=person)
    begin(enrolment)
    Enrolment.objects.filter(pk=enrolment.pk).update(ended_at=timezone.now())


def test_whoever_left_after_an_attempt_to_come_back_reads_no_key_without_a_trace(
    trainer, reader, row
):
    leave(reader, row.course)

    trainer.client.get(edit(row))

    assert looks().get().details["question"] == str(row.translation_key)


def test_one_look_a_day_is_told_of_a_question(trainer, reader, row, time_machine):
    enrol(reader, row.course)
    time_machine.move_to("2026-11-30 05:00Z", tick=False)
    pass_both_steps(trainer.client, trainer)
    for address in (edit(row), edit(row), preview(row)):
        trainer.client.get(address)
    assert looks().count() == 1

    time_machine.shift(timedelta(days=1))
    pass_both_steps(trainer.client, trainer)
    trainer.client.get(edit(row))

    assert looks().count() == 2


def test_keys_taken_out_in_a_file_are_told(trainer, reader, row):
    oblige(reader, row.course)

    sent = {"course": row.course.pk, "format": "csv", "language": "kk"}
    answer = trainer.client.post(reverse("questions_exchange:export"), sent)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert looks().get().details == {"course": row.course.code, "question": ""}


def test_no_key_is_told_of_whoever_only_writes_questions(trainer, reader, row):
    oblige(StaffMemberFactory(), row.course)
    oblige(reader, CourseFactory(code="T9", slug="t9"))

    assert trainer.client.get(edit(row)).status_code == 200

    assert not looks().exists()


@pytest.mark.parametrize("has_record", [True, False])
def test_nobody_reads_keys_first_and_enrols_afterwards(
    trainer, pages, row, request, has_record
):
    other = pages.question("q2", languages=["kk"])["kk"]
    reader = request.getfixturevalue("reader") if has_record else None
    for address in (edit(row), edit(other), preview(row)):
        trainer.client.get(address)

    entry = Entry.objects.get(action="questions.keys_viewed")
    assert (entry.by, entry.subject_id) == (trainer, str(row.course.pk))
    assert entry.person == (str(reader.key) if reader else "")
    assert entry.action in WORDS

    reader = reader or StaffMemberFactory(
        user=trainer, staff_number=trainer.staff_number
    )
    enrol(reader, row.course)
    trainer.client.get(edit(row))

    assert looks().get().details["question"] == str(row.translation_key)


def test_case_whose_questions_are_shown_leaves_a_trace(trainer, reader, pages):
    case = CaseDraft.objects.get(pk=pages.case()["kk"].pk)
    rows = [
        pages.question(name, languages=["kk"], case=case, case_place=place)["kk"]
        for place, name in enumerate(["q1", "q2"], start=1)
    ]
    enrol(reader, case.course)
    trainer.client.get(reverse("studio_cases:edit", args=[case.pk]))
    assert not looks().exists()

    shown = trainer.client.get(
        reverse("studio_cases:revisions_view", args=[case.pk, case.latest_revision_id])
    )

    assert shown.status_code == 200
    told = {one.details["question"] for one in looks()}
    assert told == {str(row.translation_key) for row in rows}


@pytest.mark.parametrize("number", [2, 8])
def test_review_tells_no_key_that_was_not_opened_however_many_wait(
    client, number, django_assert_max_num_queries
):
    reviewer = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])
    course = CourseFactory()
    for position in range(1, number + 1):
        unit = UnitFactory(course=course, kind=Unit.Kind.QUESTION)
        UnitVersionFactory(unit=unit)
        course.proposed_entries.create(unit=unit, position=position)
    oblige(StaffMemberFactory(user=reviewer), course)
    pass_both_steps(client, reviewer)
    (subject,) = list_review_subjects(course)
    opened = subject.parts[1]
    url = reverse("desk:reviews:module", args=[course.slug, subject.key])

    with django_assert_max_num_queries(45):
        client.get(url, {"part": opened.place})

    told = looks().get().details["question"]
    assert told == str(opened.version.unit.key)
    client.post(url, {"keep": "1"})
    assert looks().count() == 1


def test_administrator_finds_it_in_the_audit_log(trainer, reader, row, client):
    enrol(reader, row.course)
    trainer.client.get(edit(row))
    pass_both_steps(client, UserFactory(roles=[Role.ADMINISTRATOR]))

    assert str(WORDS["questions.key_viewed"]) in client.get(reverse("desk:audit")).text


def test_whoever_has_an_update_of_the_course_open_leaves_a_look_at_each_key(
    trainer, reader, row
):
    guideline("1.1", "1.2")
    lesson = UnitVersionFactory(unit__course=row.course)
    cite(lesson, "MG-6 1.1")
    edition = EditionFactory(course=row.course, versions=[lesson])
    held(edition, learner=reader, passed_on=timezone.localdate() - DAY)
    change("1.1", at=timezone.now())

    trainer.client.get(edit(row))

    assert looks().get().details["question"] == str(row.translation_key)
