"""More time for one person: granted with a reason, counted into the end, seen by few."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment.attempts import extra_time
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import ExtraTime
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, begin, exam_enrolment
from tests.factories.staff import AppointmentFactory, RemitFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MINUTE = timedelta(minutes=1)
FACTS = {
    "minutes": 10,
    "starts_on": date(2026, 3, 1),
    "ends_on": date(2026, 3, 31),
}


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def grant(person, by, **facts):
    reason = facts.pop("reason", "Шешім № 12")
    terms = extra_time.ExtraTimeTerms(**(FACTS | facts))
    return extra_time.grant_extra_time(person, terms, reason=reason, by=by, at=NOW)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "reason"),
        ({"ends_on": date(2026, 2, 28)}, "before the first"),
        ({"minutes": None}, "not both"),
        ({"percent": 25}, "not both"),
        ({"minutes": 0}, "1 to 240 minutes"),
        ({"minutes": 241}, "1 to 240 minutes"),
        ({"minutes": None, "percent": 101}, "1 to 100 per cent"),
        ({"minutes": None, "percent": -5}, "1 to 100 per cent"),
    ],
)
def test_what_cannot_be_granted_is_refused(trainer, facts, words):
    person = StaffMemberFactory()

    with pytest.raises(ExamGrantError, match=words):
        grant(person, trainer, **facts)

    assert not ExtraTime.objects.exists()


def test_nobody_grants_herself_extra_time():
    person = StaffMemberFactory()

    with pytest.raises(ExamGrantError, match="to yourself"):
        grant(person, person.user)


@pytest.mark.parametrize(
    ("facts", "minutes"),
    [
        ({}, 10),
        ({"minutes": None, "percent": 25}, 10),
        ({"minutes": None, "percent": 1}, 1),
        ({"ends_on": date(2026, 3, 1)}, 0),
        ({"starts_on": date(2026, 3, 3)}, 0),
    ],
)
def test_extra_time_moves_the_end_of_an_exam_started_in_its_days(
    trainer, facts, minutes
):
    enrolment = exam_enrolment()
    grant(enrolment.learner, trainer, **facts)

    attempt = begin(enrolment)

    assert attempt.ends_at == NOW + (40 + minutes) * MINUTE
    assert attempt.extra_minutes == minutes


def test_the_greatest_of_several_grants_counts(trainer):
    enrolment = exam_enrolment()
    grant(enrolment.learner, trainer)
    grant(enrolment.learner, trainer, minutes=None, percent=50)

    assert begin(enrolment).extra_minutes == 20


def test_extra_time_of_somebody_else_gives_nothing(trainer):
    grant(StaffMemberFactory(), trainer)

    assert begin().extra_minutes == 0


def test_the_grant_is_audited_without_its_reason(trainer):
    person = StaffMemberFactory()

    granted = grant(person, trainer)

    entry = Entry.objects.get(action="assessment.extra_time_granted")
    assert (entry.by, entry.person, entry.reason) == (trainer, str(person.key), "")
    assert (granted.granted_by, granted.reason) == (trainer, "Шешім № 12")


def test_extra_time_ends_with_a_reason_and_a_running_exam_keeps_it(trainer):
    enrolment = exam_enrolment()
    granted = grant(enrolment.learner, trainer)
    attempt = begin(enrolment)

    with pytest.raises(ExamGrantError, match="reason"):
        extra_time.end_extra_time(granted, on=date(2026, 3, 1), reason="", by=trainer)
    with pytest.raises(ExamGrantError, match="does not apply"):
        extra_time.end_extra_time(granted, on=date(2026, 4, 1), reason="x", by=trainer)
    extra_time.end_extra_time(granted, on=date(2026, 3, 1), reason="x", by=trainer)

    attempt.refresh_from_db()
    assert attempt.extra_minutes == 10
    assert extra_time.compute_extra_minutes(enrolment.learner, attempt.paper, NOW) == 0


def test_extra_time_is_visible_to_its_person_and_to_who_may_grant_it(trainer):
    held = AppointmentFactory()
    grant(held.staff_member, trainer)
    roles = {}
    for role in Role:
        user = UserFactory(roles=[role])
        RemitFactory(user=user, role=role, establishment=held.establishment)
        roles[role] = ExtraTime.objects.visible_to(user).exists()

    assert ExtraTime.objects.visible_to(held.staff_member.user).exists()
    assert not ExtraTime.objects.visible_to(trainer).exists()
    assert {role for role, sees in roles.items() if sees} == {
        Role.TRAINER,
        Role.FACILITY_HR,
        Role.MINISTRY_HR,
    }


def test_the_start_page_and_the_bar_tell_of_it(client, trainer):
    enrolment = exam_enrolment()
    today = timezone.localdate()
    grant(enrolment.learner, trainer, starts_on=today, ends_on=today)
    client.force_login(enrolment.learner.user)
    url = reverse("assessment:start", args=[enrolment.key])

    page = client.get(url)
    exam = client.post(url, {"hold": page.context["hold"]}, follow=True)

    assert page.context["extra"] == 10
    assert exam.context["attempt"].extra_minutes == 10
    assert "Шешім" not in page.text
