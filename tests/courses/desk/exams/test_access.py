"""Remits at the desk of exams; roles and other prisons: see the doors."""

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db


def test_a_remit_in_another_role_opens_nothing(house, enrol, client):
    user = UserFactory(roles=[Role.TRAINER])
    RemitFactory(user=user, role=Role.INVIGILATOR, establishment=house.mine)
    pass_both_steps(client, user)

    key = enrol().learner.key
    answer = client.get(reverse("desk:exams:learner", args=[key]))

    assert answer.status_code == 404
