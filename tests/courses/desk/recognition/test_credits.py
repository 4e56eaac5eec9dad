"""The desk of equivalent training."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.recognition import lesson_credits
from courses.recognition.models import Credit, CreditRule
from elearning.accounts.roles import Role
from tests.factories.recognition import officer as another

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def entered(person, number="17"):
    now = timezone.now()
    return lesson_credits.propose_credit(
        person,
        CreditRule.objects.get(code="unodc-nmr"),
        issued_on=timezone.localdate(now),
        document_number=number,
        by=another(),
        at=now,
    )


def address(name, person):
    arguments = {"credits": list, "add-credit": lambda: [person.key]}
    found = arguments.get(name, lambda: [entered(person).key])
    return reverse(f"desk:recognition:{name}", args=found())


def test_entry_is_made_by_number_and_confirmed_by_another(client, house, enter):
    first = enter(Role.FACILITY_HR)
    form = {
        "rule": "unodc-nmr",
        "issued_on": timezone.localdate().isoformat(),
        "document_number": "",
    }
    wanted = address("add-credit", house.insider)

    wrong = client.post(wanted, form)
    assert wrong.context["form"].errors == {
        "document_number": ["Enter the document number."]
    }

    answer = client.post(wanted, form | {"document_number": "NMR-17"})
    assert answer.url == reverse("desk:person", args=[house.insider.key])
    credit = Credit.objects.get()
    assert credit.proposed_by == first

    enter(Role.MINISTRY_HR)
    client.post(credit.get_absolute_url(), {"decision": "confirm", "reason": "Seen"})
    assert Credit.objects.get().decision.is_confirmed


def test_list_takes_the_same_queries_for_any_number(
    client, house, officer, django_assert_max_num_queries
):
    wanted = reverse("desk:recognition:credits")
    entered(house.outsider)
    shown = [entered(house.insider, "1")]
    client.get(wanted)
    with django_assert_max_num_queries(40) as one:
        assert list(client.get(wanted).context["page"]) == shown
    shown = [entered(house.insider, "3"), entered(house.insider, "2"), *shown]
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(wanted).context["page"]) == len(shown)
