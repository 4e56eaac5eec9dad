"""A change of a name passes two officers at the desk where certificates carry it."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.certificates.models import Certificate
from elearning.accounts.roles import Role
from elearning.staff.models import NameChange, StaffMember
from tests.courses.desk.certificates.papers import FAR, paper
from tests.factories.compliance import PassFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

NAME = {"family_name": "Нұрланова", "given_name": "Айгүл", "reason": "Marriage"}
WAITS = "is waiting for you as the second officer"


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def person(house):
    held = AppointmentFactory(
        establishment=house.mine, staff_member=StaffMemberFactory()
    )
    paper(held.staff_member)
    return held.staff_member


def test_name_passes_two_hands(client, person, enter):
    enter(Role.FACILITY_HR)
    told = client.post(reverse("desk:rename", args=[person.key]), NAME, follow=True)
    change = NameChange.objects.get()
    address = reverse("desk:decide-name", args=[person.key, change.pk])
    assert address in told.text
    assert WAITS not in client.get(reverse("desk:home")).text
    answer = {"decision": "confirm", "reason": "Seen"}
    own = client.post(address, answer)
    assert own.status_code == 400
    assert 'name="decision"' not in own.text

    enter(Role.MINISTRY_HR)
    assert WAITS in client.get(reverse("desk:home")).text
    listed = client.get(reverse("desk:name-changes")).text
    assert address in listed
    assert "Нұрланова" not in listed
    shown = client.get(address).text
    assert "Сериков Арман" in shown
    assert "Нұрланова Айгүл" in shown
    assert client.post(address, answer | {"reason": ""}).status_code == 400
    done = client.post(address, answer, follow=True)

    assert "1 certificate has been reissued with the new name" in done.text
    assert "Нұрланова Айгүл" in done.text
    assert client.get(address).status_code == 404
    assert WAITS not in client.get(reverse("desk:home")).text


def test_officer_reads_before_and_after_that_a_recognised_pass_carries_the_name(
    client, house, enter
):
    held = AppointmentFactory(establishment=house.mine)
    person = PassFactory(
        learner=held.staff_member, basis="external", expires_on=FAR
    ).learner
    enter(Role.FACILITY_HR)
    address = reverse("desk:rename", args=[person.key])

    assert (
        "so a second officer must confirm a different one" in client.get(address).text
    )
    told = client.post(address, NAME, follow=True)

    assert "Certificates or passes in force carry this name" in told.text
    enter(Role.MINISTRY_HR)
    change = NameChange.objects.get()
    shown = client.get(reverse("desk:decide-name", args=[person.key, change.pk])).text
    assert '<dt>Passes in force</dt><dd class="tabular">1</dd>' in shown


def test_declined_name_stays_away(client, person, enter):
    enter(Role.FACILITY_HR)
    client.post(reverse("desk:rename", args=[person.key]), NAME)
    change = NameChange.objects.get()
    address = reverse("desk:decide-name", args=[person.key, change.pk])

    enter(Role.FACILITY_HR)
    client.post(address, {"decision": "decline", "reason": "No paper"})

    person.refresh_from_db()
    assert person.full_name == "Сериков Арман"


def test_proposer_is_not_left_without_a_way_back(client, person, enter):
    enter(Role.FACILITY_HR)
    client.post(reverse("desk:rename", args=[person.key]), NAME)
    address = reverse(
        "desk:decide-name", args=[person.key, NameChange.objects.get().pk]
    )
    assert "you can withdraw it" in client.get(address).text
    answer = {"withdraw": "True", "reason": ""}
    assert client.post(address, answer).status_code == 400

    done = client.post(address, answer | {"reason": "Mistyped"}, follow=True)

    assert "Withdrawn. The name stays as it is." in done.text
    assert not NameChange.objects.waiting().exists()
    assert client.get(address).status_code == 404


def test_second_officer_cannot_take_back_what_another_proposed(client, person, enter):
    enter(Role.FACILITY_HR)
    client.post(reverse("desk:rename", args=[person.key]), NAME)
    address = reverse(
        "desk:decide-name", args=[person.key, NameChange.objects.get().pk]
    )
    enter(Role.MINISTRY_HR)

    answer = client.post(address, {"withdraw": "True", "reason": "No"})

    assert answer.status_code == 400
    assert NameChange.objects.waiting().exists()


def test_stale_proposal_says_that_it_cannot_be_confirmed(client, person, enter):
    enter(Role.FACILITY_HR)
    client.post(reverse("desk:rename", args=[person.key]), NAME)
    address = reverse(
        "desk:decide-name", args=[person.key, NameChange.objects.get().pk]
    )
    StaffMember.objects.filter(pk=person.pk).update(family_name="Оспанов")
    enter(Role.MINISTRY_HR)
    assert "cannot be confirmed" in client.get(address).text

    answer = client.post(address, {"decision": "confirm", "reason": "Seen"})

    assert answer.status_code == 400
    assert "name has changed since this was proposed" in answer.text
    done = client.post(
        address, {"decision": "decline", "reason": "Too late"}, follow=True
    )
    assert "Declined." in done.text


def test_name_of_the_folder_asks_for_two_officers(client, person, enter):
    facts = {"former_name": person.full_name, "family_name": "Нұрланова"}
    facts |= {"given_name": "Айгүл", "reason": "list.csv", "made_at": timezone.now()}
    change = person.name_changes.create(**facts)
    answer = {"decision": "confirm", "reason": "Seen"}
    enter(Role.FACILITY_HR)
    address = reverse("desk:decide-name", args=[person.key, change.pk])
    assert "so two must confirm" in client.get(address).text

    done = client.post(address, answer, follow=True)

    assert "once another officer also confirms it" in done.text
    person.refresh_from_db()
    assert person.full_name == "Сериков Арман"
    enter(Role.MINISTRY_HR)
    assert WAITS in client.get(reverse("desk:home")).text
    change = NameChange.objects.waiting().get()
    address = reverse("desk:decide-name", args=[person.key, change.pk])
    client.post(address, answer)
    person.refresh_from_db()
    assert person.full_name == "Нұрланова Айгүл"


def test_present_name_is_not_issued_by_one_officer(client, person, enter):
    held = Certificate.objects.get()
    StaffMember.objects.filter(pk=person.pk).update(family_name="Оспанов")
    enter(Role.FACILITY_HR)
    address = reverse("desk:certificates:replace", args=[held.key])
    assert "so a second officer must confirm" in client.get(address).text

    told = client.post(address, {"reason": "Marriage"}, follow=True)

    assert "Proposed. The names differ in more than spelling" in told.text
    assert Certificate.objects.get() == held
    enter(Role.MINISTRY_HR)
    change = NameChange.objects.get()
    decide = reverse("desk:decide-name", args=[person.key, change.pk])
    assert "Сериков Арман" in client.get(decide).text
    client.post(decide, {"decision": "confirm", "reason": "Seen"})
    assert Certificate.objects.current().get().holder_name == "Оспанов Арман"


def test_spelling_on_a_certificate_is_corrected_at_once(client, person, enter):
    held = Certificate.objects.get()
    StaffMember.objects.filter(pk=person.pk).update(family_name="Се-риков")
    enter(Role.FACILITY_HR)
    address = reverse("desk:certificates:replace", args=[held.key])
    assert "so a second officer must confirm" not in client.get(address).text

    told = client.post(address, {"reason": "Spelling"}, follow=True)

    assert "Issued. It replaces the previous document." in told.text
    assert Certificate.objects.current().get().holder_name == "Се-риков Арман"


def test_nobody_proposes_their_own_present_name(client, person, enter):
    held = Certificate.objects.get()
    StaffMember.objects.filter(pk=person.pk).update(family_name="Оспанов", user=None)
    officer = enter(Role.MINISTRY_HR)
    StaffMember.objects.filter(user=officer).update(user=None)
    StaffMember.objects.filter(pk=person.pk).update(user=officer)

    answer = client.post(
        reverse("desk:certificates:replace", args=[held.key]), {"reason": "Marriage"}
    )

    assert answer.status_code == 400
    assert not NameChange.objects.exists()
