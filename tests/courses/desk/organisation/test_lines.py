"""Ranks and line managers are entered on a person's record."""

from datetime import date

import pytest
from django.urls import reverse

from elearning.staff.models import Rank, Reporting
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


def page(name, person, *more):
    return reverse(f"desk:service:{name}", args=[person.key, *more])


def told(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def head(service):
    """Somebody of the same prison."""
    return AppointmentFactory(establishment=service.place("east-prison")).staff_member


@pytest.mark.usefixtures("facility")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "999999"}, "number"),
        ({"number": "\0"}, "number"),
        ({"number": "outsider"}, "number"),
        ({"number": "herself"}, "__all__"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "2019-01-01"}, "__all__"),
    ],
)
def test_a_wrong_line_manager_is_said_and_not_entered(
    client, service, head, given, field
):
    usual = {"number": head.staff_number, "starts_on": "2026-01-01"} | given
    people = {"outsider": service.outsider, "herself": service.insider}
    if usual["number"] in people:
        usual["number"] = people[usual["number"]].staff_number

    answer = client.post(page("set-manager", service.insider), usual)

    assert set(answer.context["form"].errors) == {field}
    assert not Reporting.objects.exists()


def test_a_line_manager_is_set_and_ended_and_never_below(
    client, service, facility, head
):
    given = {"starts_on": "2026-01-01"}
    entered = client.post(
        page("set-manager", service.insider),
        given | {"number": head.staff_number},
        follow=True,
    )
    back = client.post(
        page("set-manager", head), given | {"number": service.insider.staff_number}
    )
    line = Reporting.objects.get()
    ended = client.post(
        page("end-manager", service.insider, line.pk),
        {"on": "2026-03-01", "reason": "Order 5"},
        follow=True,
    )

    assert told(entered) == ["Line manager recorded."]
    assert head.staff_number in entered.text
    assert "would report to this person" in str(back.context["form"].errors)
    assert told(ended) == ["Last day of the line management recorded."]
    assert Reporting.objects.get().ends_on == date(2026, 3, 1)


def test_a_rank_is_given_and_ended(client, service, facility):
    Rank.objects.create(code="captain", titles={"kk": "капитан", "ru": "капитан"})
    give = page("give-rank", service.insider)
    wrong = client.post(give, {"rank": "king", "starts_on": "2026-01-01"})
    given = client.post(
        give, {"rank": "captain", "starts_on": "2026-01-01"}, follow=True
    )
    again = client.post(give, {"rank": "captain", "starts_on": "2026-02-01"})
    held = service.insider.ranks_held.get()
    ended = client.post(
        page("end-rank", service.insider, held.pk),
        {"on": "2026-03-01", "reason": "Order 6"},
        follow=True,
    )

    assert set(wrong.context["form"].errors) == {"rank"}
    assert told(given) == ["Rank recorded."]
    assert "капитан" in given.text
    assert "already" in str(again.context["form"].errors)
    assert told(ended) == ["Last day of the rank recorded."]
    assert service.insider.ranks_held.get().ends_on == date(2026, 3, 1)
