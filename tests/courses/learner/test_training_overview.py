"""The learner's home page: what is due, and the one button that goes on with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from courses import progress
from courses.assessment.attempts import further_attempts
from courses.assessment.marks import attempt_marking
from courses.learner.training_overview import build_training_overview
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    answer,
    begin,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    UnitVersionFactory,
)
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Somebody on a course of three lessons, none of them opened."""
    course = CourseFactory(slug="course")
    versions = [
        UnitVersionFactory(unit__course=course, unit__slug=slug)
        for slug in ("first", "second", "third")
    ]
    return EnrolmentFactory(edition=EditionFactory(course=course, versions=versions))


def now(enrolment):
    """What the home page offers to do now."""
    fresh = type(enrolment).objects.get(pk=enrolment.pk)
    return build_training_overview(fresh.learner, timezone.now()).now


def test_training_of_a_new_course_starts_with_its_first_lesson(enrolment):
    item = now(enrolment)

    assert (item.url, item.state) == ("/kk/courses/course/first/", "not-started")


def test_training_goes_on_at_the_very_place_last_seen(enrolment):
    third = enrolment.edition.steps[2].version.unit
    progress.start_unit(enrolment, third, language="kk")
    progress.record_reading_place(enrolment, third, "block-7")

    item = now(enrolment)

    assert item.url == "/kk/courses/course/third/#block-7"
    assert item.next_title == "3/3 сабақ: third kk"


def test_training_goes_on_with_the_course_last_read_of_those_due_on_one_day(enrolment):
    later = [
        EnrolmentFactory(learner=enrolment.learner, due=enrolment.due)
        for _course in range(2)
    ]
    for row in (later[0], enrolment):
        type(row).objects.filter(pk=row.pk).update(enrolled_at=timezone.now())
    progress.start_unit(
        enrolment, enrolment.edition.steps[0].version.unit, language="kk"
    )

    assert now(enrolment).enrolment == enrolment


def test_training_names_the_part_of_the_lesson_last_seen(enrolment):
    third = enrolment.edition.steps[2].version
    text = third.texts.get(language="kk")
    parts = {"details": {"parts": ["block-1", "block-7"]}}
    type(text).objects.filter(pk=text.pk).update(**parts)
    progress.start_unit(enrolment, third.unit, language="kk")
    progress.record_reading_place(enrolment, third.unit, "block-7")

    assert now(enrolment).next_title == "3/3 сабақ, 2/2 бөлігі: third kk"


def test_training_goes_on_with_the_next_lesson_after_a_finished_one(enrolment):
    second = enrolment.edition.steps[1].version.unit
    progress.finish_unit(enrolment, second, language="kk")
    progress.start_unit(enrolment, second, language="kk")

    assert now(enrolment).url == "/kk/courses/course/first/"


def failed(attempts=2):
    """Somebody who failed the first of so many attempts at an exam at ``NOW``."""
    attempt = begin(paper={"attempts": attempts})
    answer(attempt, wrong={1, 2, 3})
    attempt_marking.mark_attempt(attempt, at=NOW, by=attempt.enrolment.learner.user)
    return attempt


def after(attempt, hours):
    """What the home page offers so many hours after the exam."""
    learner = type(attempt.enrolment).objects.get(pk=attempt.enrolment_id).learner
    return build_training_overview(learner, NOW + timedelta(hours=hours)).now


def test_training_leads_to_the_result_until_the_next_attempt_opens():
    attempt = failed()

    with translation.override("en"):
        waiting, open_again = after(attempt, 23), after(attempt, 24)

    assert waiting.url.endswith(f"/my/results/{attempt.key}/")
    assert waiting.next_title == (
        "The next attempt at the final exam opens on 3 March 2026 at 09:00"
    )
    assert (waiting.minutes, waiting.note) == (0, waiting.next_title)
    assert open_again.action_label == "Go to the final exam"


def test_training_names_the_trainer_where_no_attempt_is_left_until_one_is_granted():
    attempt = failed(attempts=1)

    with translation.override("en"):
        none_left = after(attempt, 100)
    further_attempts.grant_further_attempt(
        attempt.enrolment,
        spoken_on=timezone.localdate(NOW),
        reason="Сөйлестік",
        by=UserFactory(),
        at=NOW + timedelta(hours=1),
    )

    assert none_left.url.endswith(f"/my/results/{attempt.key}/")
    assert "Speak with your trainer" in none_left.next_title
    assert after(attempt, 100).url == reverse(
        "assessment:start", args=[attempt.enrolment.key]
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-2, "the exam is open on 2 March 2026 from 08:00 to 12:00. Come back then."),
        (
            0,
            "Final exam, open until 02/03/2026 12:00 with the code from your invigilator",
        ),
        (4, "the exam was open on 2 March 2026 from 08:00 to 12:00."),
    ],
)
def test_training_says_when_the_sitting_at_her_establishment_is_open(hours, words):
    appointment = AppointmentFactory(starts_on=date(2026, 1, 1))
    enrolment = exam_enrolment(learner=appointment.staff_member, enrolled_at=NOW)
    SittingFactory(
        course=enrolment.course,
        establishment=appointment.establishment,
        invigilator=invigilator_at(appointment.establishment),
    )

    with translation.override("en"):
        item = build_training_overview(
            enrolment.learner, NOW + timedelta(hours=hours)
        ).now

    assert words in item.next_title
    assert item.url.endswith(f"/exams/{enrolment.key}/")


@pytest.mark.parametrize("count", [1, 3])
def test_training_of_exams_to_sit_asks_the_same_for_many(
    count, django_assert_num_queries
):
    first = exam_enrolment()
    for _course in range(count - 1):
        exam_enrolment(learner=first.learner)

    with django_assert_num_queries(15):
        found = build_training_overview(first.learner, NOW)

    assert len(found.others) == count - 1


@pytest.mark.parametrize("count", [1, 3])
def test_training_asks_the_same_for_many_courses(count, django_assert_num_queries):
    first = failed()
    for _course in range(count - 1):
        enrolment = exam_enrolment(learner=first.enrolment.learner)
        attempt = begin(enrolment)
        answer(attempt, wrong={1, 2, 3})
        attempt_marking.mark_attempt(attempt, at=NOW, by=enrolment.learner.user)

    with django_assert_num_queries(13):
        found = build_training_overview(
            first.enrolment.learner, NOW + timedelta(hours=1)
        )

    assert len(found.others) == count - 1


@pytest.mark.parametrize("count", [1, 3])
def test_home_says_how_she_stands_with_what_is_asked_and_why(
    client, count, django_assert_num_queries
):
    held = AppointmentFactory(starts_on=date(2025, 1, 1))
    person = held.staff_member
    for _course in range(count):
        rule = RequirementFactory(post=held.post, months=12)
        PassFactory(learner=person, course=rule.course, passed_on=date(2026, 3, 14))
    EnrolmentFactory(learner=person, due=None)
    on = datetime(2026, 6, 1, 6, tzinfo=UTC)

    with django_assert_num_queries(15):
        found = build_training_overview(person, on)

    assert [one.state for one in found.asked] == ["valid"] * count
    assert found.now.why == ""
    client.force_login(person.user)
    with translation.override("en"), time_machine.travel(on, tick=False):
        page = client.get(reverse("learner:training")).text
    words = (
        "The certificate is valid until 14 March 2028, but the position requires renewal "
        "by 14 March 2027."
    )
    assert page.count(words) == count


def test_course_under_way_has_the_state_of_every_screen(enrolment):
    held = AppointmentFactory(
        staff_member=enrolment.learner, starts_on=date(2025, 1, 1)
    )
    RequirementFactory(post=held.post, course=enrolment.course)

    item = now(enrolment)

    assert item.state == "expired"
    assert item.why
    assert build_training_overview(enrolment.learner, timezone.now()).asked == []


def test_home_counts_what_is_in_force_and_tells_required_from_chosen():
    person = AppointmentFactory(starts_on=date(2024, 1, 1)).staff_member
    post = person.appointments.get().post
    asked = [
        RequirementFactory(post=post, course=CourseFactory(slug=slug)).course
        for slug in ("held", "begun", "missing")
    ]
    PassFactory(learner=person, course=asked[0])
    chosen = CourseFactory(slug="chosen")
    for course in (asked[1], chosen):
        versions = [UnitVersionFactory(unit__course=course, unit__slug="first")]
        edition = EditionFactory(course=course, versions=versions)
        EnrolmentFactory(learner=person, edition=edition)
    first = UnitVersionFactory(unit__course=CourseFactory(slug="now"))
    now = EditionFactory(course=first.unit.course, versions=[first])
    EnrolmentFactory(learner=person, edition=now, due=timezone.localdate())

    found = build_training_overview(person, timezone.now())

    assert (found.in_force, found.mandatory) == (1, 3)
    assert [item.title for item in found.required] == [asked[1].title]
    assert [item.title for item in found.chosen] == [chosen.title]
    asked_now = [one.course.slug for one in found.asked]
    assert sorted(asked_now) == ["held", "missing"]
