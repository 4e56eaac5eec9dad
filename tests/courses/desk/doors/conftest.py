"""A place that is looked after, another that is not, and officers of every role."""

from datetime import date

import pytest

from tests.courses.desk.doors.things import Things
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import EstablishmentFactory, RemitFactory


@pytest.fixture
def inside(db):
    place = EstablishmentFactory(code="inner-place", title_kk="Ішкі мекеме")
    return Things(place, RequirementFactory(), "Ішкібаев")


@pytest.fixture
def outside(inside):
    place = EstablishmentFactory(code="outer-place", title_kk="Сыртқы мекеме")
    return Things(place, inside.rule, "Сыртбаев")


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
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        return user

    return as_role
