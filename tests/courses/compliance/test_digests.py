"""What line managers and personnel officers are told: one digest a day at most, no names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from courses.compliance.reminders import send_reminders
from courses.enrolment import enrol_learner
from elearning.accounts.roles import Role
from elearning.notices.models import Notice
from elearning.staff.models import Absence, Reporting
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

DAY = timedelta(days=1)
#: A pass of twelve months, held until this day.
UNTIL = date(2026, 9, 1)


@pytest.fixture
def rule():
    return RequirementFactory(course=CourseFactory(code="C1"))


@pytest.fixture
def place():
    return EstablishmentFactory()


@pytest.fixture
def manager():
    return AppointmentFactory().staff_member


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 6, tzinfo=UTC)


def holder(rule, place, until=UNTIL, manager=None):
    """Return somebody at ``place`` who holds the course of ``rule`` until that day."""
    person = AppointmentFactory(post=rule.post, establishment=place).staff_member
    passed_on = until.replace(year=until.year - 1)
    PassFactory(learner=person, course=rule.course, passed_on=passed_on)
    if manager is not None:
        Reporting.objects.create(
            staff_member=person, manager=manager, starts_on=date(2025, 1, 1)
        )
    return person


def told(user, kind) -> list[tuple[str, str, str]]:
    """Return when ``user`` was told what, in English."""
    with translation.override("en"):
        return [
            (notice.key, notice.subject, notice.text)
            for notice in Notice.objects.filter(user=user, kind=kind).order_by("pk")
        ]


def run(first: date, last: date) -> None:
    """Let each day from ``first`` to ``last`` pass, with two ticks."""
    for number in range((last - first).days + 1):
        send_reminders(moment(first + number * DAY))
        send_reminders(moment(first + number * DAY) + timedelta(hours=5))


# --- line managers --------------------------------------------------------------------


def test_manager_is_told_30_days_before_on_the_day_and_after_it(rule, place, manager):
    holder(rule, place, manager=manager)

    run(UNTIL - 40 * DAY, UNTIL + 40 * DAY)

    assert told(manager.user, "people-due") == [
        (
            "2026-08-02",
            "Your people: due within 30 days – 1, overdue – 0",
            "Due within 30 days: C1 (1).",
        ),
        (
            "2026-09-01",
            "Your people: due within 30 days – 1, overdue – 0",
            "Due within 30 days: C1 (1). Of these, due today: C1 (1).",
        ),
        (
            "2026-09-02",
            "Your people: due within 30 days – 0, overdue – 1",
            "Overdue: C1 (1).",
        ),
    ]


def test_digest_of_a_day_tells_all_that_there_is(rule, place, manager):
    other = RequirementFactory(post=rule.post, course=CourseFactory(code="C2"))
    late, soon = (
        holder(rule, place, UNTIL - 3 * DAY, manager),
        holder(rule, place, UNTIL + 5 * DAY, manager),
    )
    PassFactory(learner=soon, course=other.course, passed_on=date(2025, 9, 11))
    PassFactory(learner=late, course=other.course, passed_on=date(2026, 8, 1))

    send_reminders(moment(UNTIL))

    assert told(manager.user, "people-due") == [
        (
            "2026-09-01",
            "Your people: due within 30 days – 2, overdue – 1",
            "Due within 30 days: C1 (1), C2 (1). Overdue: C1 (1).",
        )
    ]
    notice = Notice.objects.get(user=manager.user, kind="people-due")
    assert (notice.url, notice.context) == (
        "/my/people/",
        {"soon": {"C1": 1, "C2": 1}, "today": {}, "late": {"C1": 1}},
    )


def test_course_assigned_with_less_time_is_told_on_the_day_after(rule, place, manager):
    holder(rule, place, manager=manager)
    EditionFactory(course=rule.course)
    run(UNTIL - 31 * DAY, UNTIL - 25 * DAY)
    newcomer = holder(rule, place, UNTIL + 90 * DAY, manager)
    course = EditionFactory(course__code="C9").course
    at = moment(UNTIL - 20 * DAY) + timedelta(hours=9)
    run(UNTIL - 20 * DAY, UNTIL - 20 * DAY)
    enrol_learner(newcomer, course, by=None, due=UNTIL, at=at)
    run(UNTIL - 19 * DAY, UNTIL - 10 * DAY)

    assert [day for day, *_words in told(manager.user, "people-due")] == [
        "2026-08-02",
        "2026-08-13",
    ]


def test_manager_hears_only_of_who_reports_to_her_now_and_is_at_work(
    rule, place, manager
):
    """Away, of another manager, of a former one: nothing of these."""
    away = holder(rule, place, manager=manager)
    Absence.objects.create(
        staff_member=away, kind=Absence.Kind.ILLNESS, starts_on=UNTIL - 90 * DAY
    )
    former = holder(rule, place, manager=manager)
    Reporting.objects.filter(staff_member=former).update(ends_on=UNTIL - 60 * DAY)
    holder(rule, place)

    run(UNTIL - 31 * DAY, UNTIL - 28 * DAY)

    assert told(manager.user, "people-due") == []


def test_manager_on_leave_is_told_when_she_is_back(rule, place, manager):
    holder(rule, place, manager=manager)
    Absence.objects.create(
        staff_member=manager,
        kind=Absence.Kind.PARENTAL,
        starts_on=UNTIL - 60 * DAY,
        ends_on=UNTIL - 20 * DAY,
    )

    run(UNTIL - 31 * DAY, UNTIL - 15 * DAY)

    assert [day for day, *_words in told(manager.user, "people-due")] == ["2026-08-13"]


# --- personnel officers ---------------------------------------------------------------


def test_officer_is_told_on_the_day_and_thirty_days_after_it(rule, place):
    officer = RemitFactory(establishment=place).user
    holder(rule, place)
    holder(rule, place)

    run(UNTIL - 35 * DAY, UNTIL + 60 * DAY)

    assert told(officer, "training-late") == [
        ("2026-09-01", "Training in your remit: due today – 2, overdue – 0", ""),
        (
            "2026-10-01",
            "Training in your remit: due today – 0, overdue – 2",
            "Overdue for 30 days or more: 2.",
        ),
    ]


def test_officers_are_told_of_their_remits_alone(rule):
    ministry = EstablishmentFactory()
    region = EstablishmentFactory(parent=ministry)
    here, there = (EstablishmentFactory(parent=region) for _number in range(2))
    of_all = RemitFactory(establishment=ministry, role=Role.MINISTRY_HR).user
    of_two = RemitFactory(establishment=here).user
    RemitFactory(establishment=there, user=of_two)
    of_one = RemitFactory(establishment=there).user
    former = RemitFactory(establishment=there, ends_on=UNTIL - DAY).user
    trainer = RemitFactory(
        establishment=ministry,
        role=Role.TRAINER,
        user=UserFactory(roles=[Role.TRAINER]),
    ).user
    for where, count in ((here, 1), (there, 2)):
        for _number in range(count):
            holder(rule, where)

    send_reminders(moment(UNTIL))

    numbers = {
        user: Notice.objects.filter(user=user).values_list("context__today", flat=True)
        for user in (of_all, of_two, of_one, former, trainer)
    }
    assert {user: list(found) for user, found in numbers.items()} == {
        of_all: [3],
        of_two: [3],
        of_one: [2],
        former: [],
        trainer: [],
    }
