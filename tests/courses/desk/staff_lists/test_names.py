"""A staff list says which names it does not change by itself."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.importing import staff_list_jobs
from elearning.staff.models import NameChange
from tests.courses.desk.certificates.papers import paper
from tests.factories.staff import AppointmentFactory
from tests.factories.staff_lists import bring, csv_list, put_through, row

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

STAYS = "until a second officer confirms the new one"
WAITS = "in this list is waiting"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def certified(house):
    """Somebody with a certificate in force."""
    person = _serving(house)
    paper(person)
    return person


@pytest.fixture
def uncertified(house):
    return _serving(house)


def _serving(house):
    held = AppointmentFactory(establishment=house.mine, post=house.rule.post)
    return held.staff_member


def listed(house, *named):
    lines = [
        row(person.staff_number, house.mine, house.rule.post, (family, "Арман", ""))
        for person, family in named
    ]
    return csv_list(*lines)


def address(name, made):
    return reverse(f"desk:staff-lists:{name}", args=[made.key])


def test_list_does_not_claim_to_change_a_name_that_waits(
    client, house, enter, certified, uncertified
):
    officer = enter(Role.FACILITY_HR)
    text = listed(house, (certified, "Ахметов"), (uncertified, "Оспанов"))
    made = bring(text, by=officer, place=house.mine)

    before = client.get(address("confirm", made)).text
    assert (
        "1 person is named on certificates or passes in force, so their name stays "
        f"{STAYS}" in before
    )
    assert WAITS not in client.get(address("one", made)).text
    client.post(address("confirm", made))
    staff_list_jobs.apply_confirmed_lists(timezone.now())

    shown = client.get(address("one", made)).text
    assert (
        "The new name of 1 person in this list is waiting for a second officer" in shown
    )
    assert reverse("desk:name-changes") in shown
    applied = Entry.objects.get(action="staff.import_applied").details
    assert (applied["names_changed"], applied["names_proposed"]) == (1, 1)


def test_names_that_change_at_once_are_not_said_to_wait(
    client, house, enter, certified, uncertified
):
    officer = enter(Role.FACILITY_HR)
    text = listed(house, (certified, "СЕРИКОВ"), (uncertified, "Оспанов"))
    made = bring(text, by=officer, place=house.mine)

    assert STAYS not in client.get(address("confirm", made)).text
    client.post(address("confirm", made))
    staff_list_jobs.apply_confirmed_lists(timezone.now())

    assert "second officer" not in client.get(address("one", made)).text
    applied = Entry.objects.get(action="staff.import_applied").details
    assert applied["names_changed"] == 2
    assert "names_proposed" not in applied


def test_stale_proposal_keeps_no_list_from_proposing_anew(house, enter, certified):
    officer = enter(Role.FACILITY_HR)
    facts = {"former_name": "Ли Арман", "family_name": "Ахметов", "reason": "x"}
    facts |= {"given_name": "Арман", "made_at": timezone.now(), "made_by": officer}
    stale = certified.name_changes.create(**facts)

    text = listed(house, (certified, "Ахметов"))
    put_through(bring(text, by=officer, place=house.mine), by=officer)

    made = NameChange.objects.exclude(pk=stale.pk).get()
    assert not made.is_stale
