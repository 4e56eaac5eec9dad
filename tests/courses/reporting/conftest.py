"""An officer of one prison, with somebody in it and somebody elsewhere."""

from datetime import date
from types import SimpleNamespace

import pytest

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory


@pytest.fixture
def service():
    rule = RequirementFactory()
    mine, other = EstablishmentFactory(), EstablishmentFactory()
    officer = UserFactory(roles=[Role.FACILITY_HR])
    remit = RemitFactory(
        user=officer,
        role=Role.FACILITY_HR,
        establishment=mine,
        starts_on=date(2020, 1, 1),
    )
    people = [
        AppointmentFactory(establishment=place, post=rule.post).staff_member
        for place in (mine, other)
    ]
    return SimpleNamespace(
        rule=rule,
        mine=mine,
        other=other,
        officer=officer,
        remit=remit,
        insider=people[0],
        outsider=people[1],
    )
