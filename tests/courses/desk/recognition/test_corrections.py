"""The desk of corrections: the effect is shown, then proposed, then decided by another."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from courses.recognition.models import Correction
from courses.records.models import Completion
from elearning.accounts.roles import Role
from tests.factories.recognition import (
    ClaimFactory,
    certified,
    corrected,
    decided,
    proposed_correction,
)

pytestmark = pytest.mark.django_db

RIGHT = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def address(name, person):
    arguments = {
        "corrections": list,
        "correction": lambda: [proposed_correction(certified(person), RIGHT).key],
        "withdraw": lambda: [decided(ClaimFactory(learner=person)).completion.pk],
    }
    found = arguments.get(name, lambda: [certified(person).pk])
    return reverse(f"desk:recognition:{name}", args=found())


@pytest.mark.parametrize("name", ["correction", "correct", "withdraw"])
def test_her_own_record_does_not_exist_for_an_officer(client, house, enter, name):
    user = enter(Role.MINISTRY_HR)
    wanted = address(name, house.insider)
    house.insider.user = user
    house.insider.save()

    assert client.get(wanted).status_code == 404


def test_effect_is_shown_before_anything_is_proposed(client, house, officer):
    before = certified(house.insider)
    wanted = reverse("desk:recognition:correct", args=[before.pk])
    form = {"passed_on": "2026-02-02", "result": "85.00", "reason": "The protocol"}

    shown = client.post(wanted, form)

    assert [one.expires_on for one in shown.context["changes"]] == [date(2028, 2, 2)]
    assert not Correction.objects.exists()

    answer = client.post(wanted, form | {"seen": shown.context["seal"]})

    assert answer.url == reverse("desk:person", args=[house.insider.key])
    correction = Correction.objects.get()
    assert (correction.passed_on, correction.score) == (RIGHT, before.score)


def test_other_day_after_the_look_is_shown_anew(client, house, officer):
    before = certified(house.insider)
    wanted = reverse("desk:recognition:correct", args=[before.pk])
    form = {"passed_on": "2026-02-02", "result": "85", "reason": "x"}
    seal = client.post(wanted, form).context["seal"]

    again = client.post(wanted, form | {"passed_on": "2026-02-03", "seen": seal})

    assert [one.passed_on for one in again.context["changes"]] == [date(2026, 2, 3)]
    assert not Correction.objects.exists()


def test_wrong_entry_keeps_what_was_typed(client, house, officer):
    before = certified(house.insider)

    answer = client.post(
        reverse("desk:recognition:correct", args=[before.pk]),
        {"passed_on": "2999-01-01", "result": "85", "reason": "Typed by hand"},
    )

    assert answer.status_code == 400
    assert "This date is in the future" in str(answer.context["form"].errors)
    assert "Typed by hand" in answer.content.decode()


def test_second_person_sees_the_effect_and_confirms(client, house, enter):
    enter(Role.MINISTRY_HR)
    before = certified(house.insider)
    correction = proposed_correction(before, RIGHT)
    page = client.get(correction.get_absolute_url())

    answer = client.post(
        correction.get_absolute_url(),
        {"decision": "confirm", "reason": "Compared", "seen": page.context["seal"]},
    )

    assert answer.url == reverse("desk:recognition:corrections")
    after = Completion.objects.get(supersedes=before)
    told = client.get(reverse("desk:person", args=[house.insider.key]))
    assert [row.pk for row in told.context["completions"]] == [after.pk]
    assert "reason: The protocol says so." in told.content.decode()
    paper = after.certificates.get()
    page = client.get(reverse("desk:certificates:certificate", args=[paper.key]))
    assert "date of passing changed from 2 March 2026 to 2 February 2026" in " ".join(
        page.content.decode().split()
    )


def test_proposer_finds_no_decision_to_make(client, house, officer):
    correction = proposed_correction(certified(house.insider), RIGHT, by=officer)

    page = client.get(correction.get_absolute_url())

    assert not page.context["page"].may_decide
    assert 'name="decision"' not in page.content.decode()


def test_list_holds_the_remit_by_state_in_the_same_queries(
    client, house, officer, django_assert_max_num_queries
):
    done = proposed_correction(certified(house.insider), RIGHT)
    corrected(done)
    proposed_correction(certified(house.outsider), RIGHT)
    wanted = reverse("desk:recognition:corrections")
    client.get(wanted)
    with django_assert_max_num_queries(40) as one:
        assert list(client.get(wanted).context["page"]) == [done]
    waits = [proposed_correction(certified(house.insider), RIGHT) for _more in "12"]
    with django_assert_max_num_queries(len(one)):
        found = list(client.get(wanted).context["page"])
    assert found == [*reversed(waits), done]
    assert list(client.get(wanted, {"state": "confirmed"}).context["page"]) == [done]


def test_withdrawal_of_an_outside_pass_is_proposed(client, house, officer):
    answer = client.post(
        address("withdraw", house.insider),
        {"ground": "error", "authority": "Committee", "reason": "Forged"},
    )

    assert answer.status_code == 302
    assert Correction.objects.get().is_withdrawal
