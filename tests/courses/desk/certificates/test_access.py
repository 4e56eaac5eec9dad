"""Who does not decide about a certificate; roles and other prisons: see the doors."""

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.courses.desk.certificates.papers import paper, proposed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_her_own_proposal_does_not_exist_for_the_holder(client, house, enter, method):
    user = enter(Role.MINISTRY_HR)
    house.insider.user = user
    house.insider.save()

    key = proposed(paper(house.insider)).key
    answer = getattr(client, method)(reverse("desk:certificates:decide", args=[key]))

    assert answer.status_code == 404
