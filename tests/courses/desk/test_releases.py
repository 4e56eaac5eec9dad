"""Releases at the desk: a second person, who releases what she saw."""

import pytest
from django.urls import reverse

from courses import proposing
from courses.models import Unit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
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


def test_author_cannot_release_her_own_change(client, house, enter):
    course = proposal(enter(Role.TRAINER))
    url = reverse("desk:release-course", args=[course.slug])

    page = client.get(url)
    client.post(url, {"seen": proposing.seal(course)})

    assert not page.context["may_approve"]
    assert len(page.context["missing"]) == 1
    assert course.editions.count() == 1


def test_second_person_releases_what_she_saw(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:release-course", args=[course.slug])

    assert client.get(url).context["missing"] == []
    client.post(url, {"seen": "something else"})
    assert course.editions.count() == 1
    client.post(url)
    assert course.editions.count() == 1
    client.post(url, {"seen": proposing.seal(course)})
    assert course.editions.count() == 2
