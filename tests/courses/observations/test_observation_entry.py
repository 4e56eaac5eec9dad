"""Observed practice: entered by another, kept as it is, and no part of any state."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.compliance.status import list_standings
from courses.observations import follow_up_reminders
from courses.observations.errors import ObservationError
from courses.observations.models import Checklist, Item, Observation
from courses.observations.observation_entry import ObservationSheet, record_observation
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def sheet():
    return Checklist.objects.get(code="dynamic-security")


@pytest.fixture
def place():
    return EstablishmentFactory()


@pytest.fixture
def learner(place):
    return AppointmentFactory(establishment=place).staff_member


@pytest.fixture
def observer(place):
    return AppointmentFactory(establishment=place).staff_member


@pytest.fixture
def entered(learner, observer, sheet):
    """Enter an observation, with what is told otherwise."""

    def enter(**otherwise):
        told = {
            "observer": observer,
            "seen_on": timezone.localdate(),
            "seen": list(sheet.items.all()[:5]),
        }
        by = otherwise.pop("by", None)
        filled = ObservationSheet(**(told | otherwise))
        return record_observation(learner, sheet, filled, by=by)

    return enter


# --- what is refused ------------------------------------------------------------------


def test_nobody_observes_or_enters_herself(entered, learner):
    with pytest.raises(ObservationError):
        entered(observer=learner)
    with pytest.raises(ObservationError):
        entered(by=learner.user)
    assert not Observation.objects.exists()


def test_day_to_come_or_before_they_served_is_refused(entered):
    for day in (timezone.localdate() + DAY, date(2019, 12, 31)):
        with pytest.raises(ObservationError):
            entered(seen_on=day)
    assert not Observation.objects.exists()


def test_lines_of_another_sheet_and_long_words_are_refused(entered):
    other = Checklist.objects.create(code="other", domain="K4")
    line = Item.objects.create(checklist=other, position=1, texts={"kk": "Сөйлейді"})
    for otherwise in ({"seen": [line]}, {"next_step": "с" * 301}):
        with pytest.raises(ObservationError):
            entered(**otherwise)
    assert not Observation.objects.exists()


def test_same_observation_is_entered_once_and_stays_as_it_is(entered):
    observation = entered()

    with pytest.raises(ObservationError):
        entered(seen=[])
    with pytest.raises(AuditError):
        observation.save()
    assert observation.items.filter(was_seen=True).count() == 5


# --- what is kept ---------------------------------------------------------------------


def test_every_line_is_kept_as_seen_or_not_with_its_validity(entered, learner, sheet):
    today = timezone.localdate()
    observation = entered(next_step=" Тыңдау ", follow_up_days=30)

    (kept,) = Observation.objects.with_numbers()
    assert (kept.seen, kept.asked, kept.next_step) == (5, 8, "Тыңдау")
    assert kept.follow_up_on == today + 30 * DAY
    assert kept.holds_on(kept.expires_on)
    assert not kept.holds_on(kept.expires_on + DAY)
    entry = Entry.objects.get(action="observing.observed")
    assert (entry.person, entry.subject_id) == (str(learner.key), str(observation.pk))
    assert "Тыңдау" not in str(entry.details)


def test_it_changes_no_standing(entered, learner):
    everybody = StaffMember.objects.filter(pk=learner.pk)
    before = list_standings(everybody, on=timezone.localdate())

    entered()

    assert list_standings(everybody, on=timezone.localdate()) == before


def test_sheet_has_eight_lines_in_three_languages(sheet):
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            lines = [str(item) for item in sheet.items.all()]
        assert len(set(lines)) == 8


# --- the second look ------------------------------------------------------------------


def test_both_are_told_of_the_second_look_once(entered, learner, observer):
    entered(follow_up_days=30)
    at = timezone.now() + timedelta(days=23)

    assert follow_up_reminders.send_follow_up_reminders(at - DAY) == 0
    assert follow_up_reminders.send_follow_up_reminders(at) == 2
    assert follow_up_reminders.send_follow_up_reminders(at + DAY) == 0
    assert {one.user for one in Notice.objects.all()} == {learner.user, observer.user}


def test_second_look_that_was_taken_is_not_told(entered):
    today = timezone.localdate()
    entered(seen_on=today - 25 * DAY, follow_up_days=30)
    entered()

    assert follow_up_reminders.send_follow_up_reminders(timezone.now()) == 0


# --- screens --------------------------------------------------------------------------


@pytest.fixture
def officer(client, place):
    """Sign in as the personnel officer of the place."""
    user = RemitFactory(establishment=place).user
    pass_both_steps(client, user)
    return user


def url(name, *args):
    return reverse(f"desk:observing:{name}", args=args)


def test_officer_enters_the_signed_sheet_and_both_read_it(
    client, officer, learner, observer, sheet
):
    address = url("enter", sheet.code, learner.key)
    sent = {
        "seen_on": timezone.localdate().isoformat(),
        "observer": observer.staff_number,
        "seen": [item.pk for item in sheet.items.all()[:6]],
        "next_step": "Соңына дейін тыңдау",
        "follow_up_days": "90",
    }
    wrong = client.post(address, sent | {"observer": "none"})
    assert "observer" in wrong.context["form"].errors
    assert not Observation.objects.exists()

    assert client.post(address, sent).status_code == 302

    record = client.get(reverse("desk:person", args=[learner.key]))
    assert "Соңына дейін тыңдау" in record.content.decode()
    client.force_login(learner.user)
    own = client.get(reverse("learner:records"))
    assert "Соңына дейін тыңдау" in own.content.decode()


def test_person_out_of_the_remit_and_a_retired_sheet_do_not_exist(
    client, officer, sheet
):
    other = AppointmentFactory().staff_member
    assert client.get(url("enter", sheet.code, other.key)).status_code == 404
    Checklist.objects.update(is_retired=True)
    assert client.get(url("sheet", sheet.code)).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_screens_are_of_the_personnel_office_alone(client, role, place, learner, sheet):
    user = UserFactory(roles=[role])
    RemitFactory(user=user, role=role, establishment=place)
    pass_both_steps(client, user)
    wanted = 200 if role in {Role.FACILITY_HR, Role.MINISTRY_HR} else 404

    assert client.get(url("sheet", sheet.code)).status_code == wanted
    assert client.get(url("enter", sheet.code, learner.key)).status_code == wanted


def test_sheet_to_print_has_two_lines_for_signatures(client, officer, sheet):
    text = client.get(url("sheet", sheet.code)).content.decode()

    assert text.count("<tr>") == 3 + 1 + 8 + 4
