"""A service of two departments, and officers who look after parts of it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from elearning.accounts.roles import Role
from elearning.staff.models import Establishment
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    RemitFactory,
)


@dataclass
class Service:
    """Two departments with a prison each; who works in them."""

    psychologist: Any
    guard: Any
    #: Works in the prison of the east, which the facility officer looks after.
    insider: Any
    #: Works in the prison of the west.
    outsider: Any

    def place(self, code):
        return Establishment.objects.get(code=code)


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def service(db):
    root = EstablishmentFactory(code="root", kind="committee")
    places = {}
    for region in ("east", "west"):
        above = EstablishmentFactory(code=region, kind="department", parent=root)
        places[region] = EstablishmentFactory(code=f"{region}-prison", parent=above)
    psychologist = PostFactory(code="psychologist")
    guard = PostFactory(code="guard", title_en="Guard")
    people = [
        AppointmentFactory(establishment=places[region], post=psychologist).staff_member
        for region in places
    ]
    return Service(psychologist, guard, *people)


@pytest.fixture
def enter(client, service):
    """Sign somebody in: the ministry looks after all, others after the prison in the east."""

    def as_role(role, top=None):
        user = UserFactory(roles=[role])
        if role in {Role.FACILITY_HR, Role.MINISTRY_HR}:
            usual = "root" if role == Role.MINISTRY_HR else "east-prison"
            RemitFactory(
                user=user, role=role, establishment=service.place(top or usual)
            )
        pass_both_steps(client, user)
        return user

    return as_role


@pytest.fixture
def ministry(enter):
    return enter(Role.MINISTRY_HR)


@pytest.fixture
def facility(enter):
    return enter(Role.FACILITY_HR)
