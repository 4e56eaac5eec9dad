"""An officer of each role, with a prison of her own and one that is not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory


@dataclass
class House:
    """Two prisons, a rule, and somebody in each of them."""

    mine: Any
    other: Any
    rule: Any
    insider: Any
    outsider: Any


@pytest.fixture
def house(db):
    mine, other = EstablishmentFactory(), EstablishmentFactory()
    rule = RequirementFactory()
    post = rule.post
    return House(
        mine,
        other,
        rule,
        AppointmentFactory(
            establishment=mine,
            post=post,
            staff_member__family_name='=HYPERLINK("http://x","y")',
        ).staff_member,
        AppointmentFactory(
            establishment=other, post=post, staff_member__family_name="Бөтен"
        ).staff_member,
    )


@pytest.fixture
def enter(client, request):
    """Sign somebody in as a role; HR officers get the first prison as their remit.

    The house is built for them alone: others look after no prison.
    """

    def as_role(role):
        user = UserFactory(roles=[role])
        if role in {Role.FACILITY_HR, Role.MINISTRY_HR}:
            RemitFactory(
                user=user,
                role=role,
                establishment=request.getfixturevalue("house").mine,
                starts_on=date(2020, 1, 1),
            )
        pass_both_steps(client, user)
        return user

    return as_role


@pytest.fixture
def officer(enter):
    return enter(Role.FACILITY_HR)


@pytest.fixture
def say_purpose(client):
    """Say what small numbers and names are needed for, as whoever is signed in."""

    def say(purpose="Тексеру"):
        client.post(reverse("desk:open-numbers"), {"purpose": purpose})
        client.post(reverse("desk:people"), {"purpose": purpose})

    return say
