"""What learners are told of their courses: each step once, in their language, neutrally."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from courses.certificates.lifecycle.certificate_issue import issue_certificate
from courses.certificates.lifecycle.issue_notices import send_issue_notices
from courses.compliance.models import RuleException
from courses.compliance.reminders import send_reminders
from courses.enrolment import enrol_learner
from courses.models import EditionEntry, UnitText
from elearning.notices.models import Notice
from elearning.notices.notice_mail import mail_waiting_notices
from elearning.staff.models import Absence
from tests.factories.compliance import (
    ExemptionFactory,
    PassFactory,
    RequirementFactory,
)
from tests.factories.courses import EditionFactory, UnitVersionFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

DAY = timedelta(days=1)
#: A pass of twelve months, held until this day.
UNTIL = date(2026, 9, 1)


@pytest.fixture
def rule():
    edition = EditionFactory(course__title_en="Managing violent extremists")
    return RequirementFactory(course=edition.course)


@pytest.fixture
def holder(rule):
    """Somebody who has to renew the course of ``rule`` by ``UNTIL``."""
    person = AppointmentFactory(post=rule.post).staff_member
    PassFactory(learner=person, course=rule.course, passed_on=date(2025, 9, 1))
    return person


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 6, tzinfo=UTC)


def said(person) -> list[str]:
    with translation.override("en"):
        notices = Notice.objects.filter(user=person.user).order_by("pk")
        return [one.subject.replace("\xa0", " ") for one in notices]


def test_learner_is_told_each_step_once_until_it_has_lapsed(rule, holder):
    for days in range(100, -220, -1):
        send_reminders(moment(UNTIL - days * DAY))

    code, day = rule.course.code, "1 September 2026"
    assert said(holder) == [
        *(f"Course {code} due in {days} days" for days in (90, 30, 14, 7)),
        f"Course {code} due in 1 day",
        f"Course {code} is due today",
        f"Course {code} was due on {day}: in grace period until 15 September 2026",
        f"Course {code} has expired: it was due on {day}",
        f"Course {code} has lapsed: it was due on {day}",
    ]


def test_whole_way_is_mailed_once_each_in_her_language_with_the_new_certificate(
    rule, holder
):
    holder.user.email = "a@example.kz"
    holder.user.save()
    days = (91, 90, 89, 30, 14, 7, 1, 0, -1, -2)
    for at in (moment(UNTIL - number * DAY) for number in days):
        for _tick in range(2):
            send_reminders(at)
            mail_waiting_notices(at)
    passed_on = UNTIL + 3 * DAY
    again = PassFactory(learner=holder, course=rule.course, passed_on=passed_on)
    issue_certificate(again, by=None)
    for at in (moment(passed_on), moment(passed_on + DAY)):
        send_reminders(at)
        send_issue_notices(at)
        mail_waiting_notices(at)

    code, day = rule.course.code, "2026 ж. 1 қыркүйек"
    grace = "қосымша мерзімнің соңғы күні"
    until = date_format(again.expires_on).replace("\xa0", " ")
    assert [letter.subject.replace("\xa0", " ") for letter in mail.outbox] == [
        *(f"{code} курсы: мерзіміне {left} күн қалды" for left in (90, 30, 14, 7, 1)),
        f"{code} курсы: мерзімі – бүгін",
        f"{code} курсы қосымша мерзімде: мерзімі – {day}, {grace} – 2026 ж. 15 қыркүйек",
        f"{code} курсы: сертификатыңыз берілді, жарамдылық мерзімі – {until}",
    ]


def test_repeating_says_nothing_twice(holder):
    assert send_reminders(moment(UNTIL - 30 * DAY)) == 1
    assert send_reminders(moment(UNTIL - 30 * DAY)) == 0
    assert send_reminders(moment(UNTIL - 29 * DAY)) == 0


def test_days_without_a_tick_are_made_up_for_by_the_newest_step_alone(rule, holder):
    assert send_reminders(moment(UNTIL - 91 * DAY)) == 0
    assert send_reminders(moment(UNTIL - 5 * DAY)) == 1

    assert said(holder) == [f"Course {rule.course.code} due in 5 days"]


def test_assignment_is_told_with_its_day_and_the_reminder_of_that_day_is_not(
    rule, holder
):
    assigned = UNTIL - 30 * DAY
    enrol_learner(holder, rule.course, by=None, due=UNTIL, at=moment(assigned))

    assert send_reminders(moment(assigned)) == 1
    assert send_reminders(moment(assigned + DAY)) == 0
    assert send_reminders(moment(UNTIL - 14 * DAY)) == 1
    code = rule.course.code
    assert said(holder) == [
        f"Course {code} is assigned to you, due on 1 September 2026",
        f"Course {code} due in 14 days",
    ]


def test_course_that_she_chose_herself_is_not_told_as_assigned(rule, holder):
    at = moment(UNTIL - 80 * DAY)
    send_reminders(at - 5 * DAY)
    enrol_learner(holder, rule.course, by=holder.user, at=at)

    assert send_reminders(at) == 0


def test_assignment_of_long_ago_is_no_news(rule, holder):
    at = moment(UNTIL - 60 * DAY)
    enrol_learner(holder, rule.course, by=None, due=UNTIL, at=at)

    assert send_reminders(at + 20 * DAY) == 0


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (40, "It takes about 40 minutes. "),
        (89, "It takes about 89 minutes. "),
        (350, "It takes about 6 hours. "),
    ],
)
def test_what_there_is_to_do_is_told_with_its_planned_time(
    rule, holder, minutes, words
):
    holder.user.language = "ru"
    holder.user.save()
    edition = EditionFactory(course=rule.course, number=10_000, versions=[])
    version = UnitVersionFactory(unit__course=rule.course, languages=[])
    for language, takes in (("kk", 5), ("ru", minutes)):
        UnitText.objects.create(
            version=version, language=language, title="Сабақ", minutes=takes
        )
    EditionEntry.objects.create(edition=edition, version=version, position=1)

    send_reminders(moment(UNTIL - 7 * DAY))

    with translation.override("en"):
        text = Notice.objects.get().text
    assert text == (
        f"The last day is 1 September 2026. {words}"
        "Study time is duty time: agree it with your line manager."
    )


def test_nothing_is_said_to_whom_it_does_not_concern(rule):
    """She is on leave, exempt, has left, may not sign in, has no account, or is undecided."""
    on = UNTIL - 7 * DAY
    people = [AppointmentFactory(post=rule.post).staff_member for _number in range(5)]
    away, exempt, closed, without, undecided = people
    left = AppointmentFactory(post=rule.post, ends_on=on - DAY).staff_member
    for person in (*people, left):
        PassFactory(learner=person, course=rule.course, passed_on=date(2025, 9, 1))
    Absence.objects.create(
        staff_member=away, kind=Absence.Kind.ILLNESS, starts_on=on - DAY
    )
    ExemptionFactory(staff_member=exempt, course=rule.course)
    closed.user.is_active = False
    closed.user.save()
    without.user = None
    without.save()
    RuleException.objects.create(
        requirement=rule, learner=undecided, ground="past", found_at=timezone.now()
    )

    assert send_reminders(moment(on)) == 0
    assert send_reminders(moment(UNTIL + 100 * DAY)) == 0


def test_words_are_those_of_the_reader_and_name_no_course(rule, holder):
    send_reminders(moment(UNTIL + DAY))
    notice = Notice.objects.get()

    code = rule.course.code
    with translation.override("ru"):
        assert notice.subject.replace("\xa0", " ") == (
            f"Курс {code}: срок истек 1 сентября 2026 г., "
            "льготный период до 15 сентября 2026 г."
        )
    assert "xtremist" not in str(notice.context)


def test_reminding_asks_the_database_the_same_for_any_number(rule):
    asked = []
    for days, count in ((30, 1), (14, 3), (7, 3)):
        for _number in range(count):
            person = AppointmentFactory(post=rule.post).staff_member
            PassFactory(learner=person, course=rule.course, passed_on=date(2025, 9, 1))
        with CaptureQueriesContext(connection) as queries:
            send_reminders(moment(UNTIL - days * DAY))
        asked.append(len(queries))

    assert len(set(asked)) == 1
