"""What my position asks, as its holder reads it."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.competencies import ProfileFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db

URL = reverse("learner:post")


def test_she_reads_what_her_position_is_for_and_what_it_asks(client):
    appointment = AppointmentFactory(staff_member__user=UserFactory())
    profile = ProfileFactory(post=appointment.post)
    rule = RequirementFactory(post=appointment.post)
    other = RequirementFactory()
    client.force_login(appointment.staff_member.user)

    page = client.get(URL).content.decode()

    assert profile.purpose in page
    assert rule.course.get_absolute_url() in page
    assert other.course.get_absolute_url() not in page


def test_whoever_holds_no_position_is_told_so(client):
    client.force_login(StaffMemberFactory(user=UserFactory()).user)

    assert client.get(URL).context["posts"] == []


def test_visitor_is_asked_to_sign_in(client):
    assert client.get(URL).status_code == 302
