"""Which courses a trainer looks after: all, until some are given to her."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from courses import course_remits
from courses.errors import RemitError
from courses.models import Course, CourseRemit
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, CourseRemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
DAY = timedelta(days=1)


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def office():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def today():
    return timezone.localdate()


def looked_after(user):
    return set(Course.objects.in_remit_of(user))


# what is refused


def test_only_trainers_are_given_a_course(office, today):
    reviewer = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])

    with pytest.raises(RemitError):
        course_remits.grant_course_remit(
            reviewer, CourseFactory(), starts_on=today, by=office
        )

    assert not CourseRemit.objects.exists()


def test_nobody_gives_herself_a_course(trainer, today):
    with pytest.raises(RemitError):
        course_remits.grant_course_remit(trainer, None, starts_on=today, by=trainer)


def test_days_have_to_follow_each_other(trainer, office, today):
    with pytest.raises(RemitError):
        course_remits.grant_course_remit(
            trainer, None, starts_on=today, ends_on=today - DAY, by=office
        )
    remit = CourseRemitFactory(user=trainer, starts_on=today)
    with pytest.raises(RemitError):
        course_remits.end_course_remit(remit, on=today - DAY, by=office)


def test_course_given_for_some_of_these_days_is_ended_first(trainer, office, today):
    held = CourseRemitFactory(user=trainer, starts_on=today, ends_on=today + DAY)

    with pytest.raises(RemitError):
        course_remits.grant_course_remit(
            trainer, held.course, starts_on=today, by=office
        )


def test_remit_that_has_ended_ends_no_later(trainer, office, today):
    remit = CourseRemitFactory(user=trainer, ends_on=today)

    with pytest.raises(RemitError):
        course_remits.end_course_remit(remit, on=today + DAY, by=office)


# what follows


def test_trainer_looks_after_all_courses_until_some_are_given_to_her(
    trainer, office, today
):
    one, other = CourseFactory(), CourseFactory()
    assert looked_after(trainer) == {one, other}

    course_remits.grant_course_remit(trainer, one, starts_on=today, by=office)

    assert looked_after(trainer) == {one}
    assert looked_after(UserFactory(roles=[Role.TRAINER])) == {one, other}


def test_last_day_that_passes_opens_no_other_course(trainer, today):
    CourseRemitFactory(user=trainer, ends_on=today - DAY)
    CourseFactory()

    assert looked_after(trainer) == set()


def test_course_of_a_later_day_is_not_hers_yet(trainer, today):
    remit = CourseRemitFactory(user=trainer, starts_on=today + DAY)

    assert looked_after(trainer) == set()
    assert set(Course.objects.in_remit_of(trainer, today + DAY)) == {remit.course}


def test_all_courses_can_be_given_again(trainer, office, today):
    one = CourseRemitFactory(user=trainer).course
    other = CourseFactory()

    course_remits.grant_course_remit(trainer, None, starts_on=today, by=office)

    assert looked_after(trainer) == {one, other}


def test_giving_and_ending_are_written_down_and_safe_to_repeat(trainer, office, today):
    course = CourseFactory(code="C1")
    remit = course_remits.grant_course_remit(
        trainer, course, starts_on=today, by=office, reason="Бұйрық"
    )
    again = course_remits.grant_course_remit(
        trainer, course, starts_on=today, by=office
    )
    course_remits.end_course_remit(remit, on=today, by=office, reason="Ауысты")

    assert again == remit
    assert CourseRemit.objects.get().ends_on == today
    assert [
        (entry.action, entry.by, entry.reason, entry.details["user"])
        for entry in Entry.objects.order_by("pk")
    ] == [
        ("courses.remit_granted", office, "Бұйрық", trainer.pk),
        ("courses.remit_ended", office, "Ауысты", trainer.pk),
    ]


def test_remits_are_seen_by_administrators_and_whoever_has_them(trainer, office):
    own = CourseRemitFactory(user=trainer, starts_on=date(2020, 1, 1))
    CourseRemitFactory()

    assert CourseRemit.objects.visible_to(office).count() == 2
    assert set(CourseRemit.objects.visible_to(trainer)) == {own}
