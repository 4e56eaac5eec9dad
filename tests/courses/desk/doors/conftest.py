"""A place that is looked after, another that is not, and officers of every role."""

import copy
from datetime import date

import pytest

from tests.courses.desk.doors.things import Things
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import EstablishmentFactory, RemitFactory


@pytest.fixture(scope="module")
def places(module_db):
    """The two places, in which nothing is made yet."""
    near = EstablishmentFactory(code="inner-place", title_kk="Ішкі мекеме")
    far = EstablishmentFactory(code="outer-place", title_kk="Сыртқы мекеме")
    rule = RequirementFactory()
    return Things(near, rule, "Ішкібаев"), Things(far, rule, "Сыртбаев")


@pytest.fixture(scope="module")
def world(places):
    """The places with what a module's tests ask for; a module that asks overrides this."""
    return places


@pytest.fixture
def found(world, db):
    """The module's world, in objects of this test's own."""
    return copy.deepcopy(world)


@pytest.fixture
def inside(found):
    return found[0]


@pytest.fixture
def outside(found):
    return found[1]


@pytest.fixture
def enter(client, inside):
    """Sign somebody in as a role that looks after the place inside."""

    def as_role(role):
        user = UserFactory(roles=[role])
        RemitFactory(
            user=user,
            role=role,
            establishment=inside.place,
            starts_on=date(2020, 1, 1),
        )
        pass_both_steps(client, user)
        return user

    return as_role
