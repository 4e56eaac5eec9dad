"""Releases at the desk: a second person, who releases what she saw."""

import pytest
from django.urls import reverse

from courses import proposing
from courses.models import Approval, Unit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    UnitFactory,
    UnitVersionFactory,
)

pytestmark = pytest.mark.django_db


def proposal(author):
    """A course of two modules, one of which is new; pages would need their revisions."""
    course = CourseFactory()
    old, fresh = (
        UnitVersionFactory(
            unit=UnitFactory(course=course, kind=Unit.Kind.MODULE), published_by=author
        )
        for _part in range(2)
    )
    EditionFactory(course=course, versions=[old])
    for position, version in enumerate([old, fresh], start=1):
        course.proposed_entries.create(unit=version.unit, position=position)
    return course


def test_author_alone_releases_nothing(client, house, enter):
    course = proposal(enter(Role.TRAINER))
    url = reverse("desk:release-course", args=[course.slug])

    page = client.get(url)
    client.post(
        reverse("desk:approve-course", args=[course.slug]),
        {"seen": proposing.seal(course)},
    )
    client.post(url, {"seen": proposing.seal(course)})

    assert not page.context["may_approve"]
    assert page.context["missing"] == proposing.missing_for(course)
    assert not Approval.objects.exists()
    assert course.editions.count() == 1


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "something else"}])
def test_what_was_not_seen_is_not_approved(client, house, enter, seen):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)

    client.post(reverse("desk:approve-course", args=[course.slug]), seen)

    assert not Approval.objects.exists()


def test_second_person_approves_and_then_releases_what_she_saw(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:release-course", args=[course.slug])

    client.post(
        reverse("desk:approve-course", args=[course.slug]),
        {"seen": proposing.seal(course)},
    )
    digests = [version.digest for version in proposing.changed_versions(course)]
    approved(digests, gates=set(Approval.Gate) - {Approval.Gate.PEER})
    assert client.get(url).context["missing"] == []
    client.post(url, {"seen": "something else"})
    assert course.editions.count() == 1
    client.post(url)
    assert course.editions.count() == 1
    client.post(url, {"seen": proposing.seal(course)})
    assert course.editions.count() == 2
