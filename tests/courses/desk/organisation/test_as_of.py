"""What is entered at the desk today changes no report of last month."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.compliance.status import list_standings
from courses.reporting.report_selection import list_people_at
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, PostCategory, StaffMember
from tests.factories.compliance import RequirementFactory

pytestmark = pytest.mark.django_db


def report(on):
    """What a report of a day says: how everybody stands, and who works in which region."""
    tree = EstablishmentTree(on)
    regions = [
        tree.put_back(Establishment.objects.get(code=code)) for code in ("east", "west")
    ]
    stand = {
        (one.person.pk, one.course.code, one.state.value, one.due_on)
        for one in list_standings(StaffMember.objects.all(), on=on)
    }
    there = [set(list_people_at([region], on).values_list("pk")) for region in regions]
    under = [[place.code for place in tree.children_of(region)] for region in regions]
    return stand, there, under


@pytest.mark.usefixtures("ministry")
def test_a_day_full_of_orders_changes_nothing_last_month(client, service):
    category = PostCategory.objects.create(code="specialists")
    RequirementFactory(post=service.psychologist)
    RequirementFactory(post=None, category=category)
    RequirementFactory(post=None, kind=Establishment.Kind.WOMEN)
    today = timezone.localdate()
    month_ago, tomorrow = today - timedelta(days=30), today + timedelta(days=1)
    before, now = report(month_ago), report(tomorrow)
    person, other = service.insider, service.outsider
    held, leaving = person.appointments.get(), other.appointments.get()
    titles = {"title_kk": "a", "title_ru": "b", "title_en": ""}
    post = {"post": "guard", "share": "100", "reason": "Order 5"}
    orders = [
        (
            reverse("desk:service:move", args=[person.key, held.pk]),
            post | {"establishment": "west-prison", "starts_on": f"{today}"},
        ),
        (
            reverse("desk:service:absent", args=[person.key]),
            {"kind": "illness", "starts_on": f"{month_ago - timedelta(days=9)}"},
        ),
        (
            reverse("desk:service:appoint", args=[person.key]),
            post
            | {"establishment": "east-prison", "is_acting": "on"}
            | {"starts_on": f"{month_ago}"},
        ),
        (
            reverse("desk:service:leave", args=[other.key, leaving.pk]),
            {"on": f"{month_ago - timedelta(days=9)}", "reason": "Order 6"},
        ),
        (
            reverse("desk:organisation:found", args=["east"]),
            titles | {"code": "new", "kind": "unit", "reason": "Order 7"},
        ),
        (
            reverse("desk:organisation:describe", args=["west-prison"]),
            titles | {"kind": "women", "reason": "Order 8"},
        ),
        (
            reverse("desk:organisation:move", args=["west-prison"]),
            {"parent": "east", "on": f"{today}", "reason": "Order 9"},
        ),
        (
            reverse("desk:organisation:post", args=["psychologist"]),
            titles | {"category": "specialists"},
        ),
    ]

    answers = [client.post(url, data) for url, data in orders]

    assert [answer.status_code for answer in answers] == [302] * len(orders)
    assert report(month_ago) == before
    assert report(tomorrow) != now
