"""A course that rests on a guideline, and who holds its certificate."""

import pytest
from django.utils import translation

from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory
from tests.factories.updating import edition_citing, guideline, held


@pytest.fixture
def _english(db):
    guideline("1.1", "1.2")
    with translation.override("en"):
        yield


@pytest.fixture
def edition():
    """A course that rests on clause 1.1, as do two of its four questions."""
    return edition_citing("MG-6 1.1", asked=2)


@pytest.fixture
def certificate(edition):
    return held(edition)


@pytest.fixture
def officer(certificate):
    """The holder, in a post that demands the course."""
    rule = RequirementFactory(course=certificate.completion.course, months=24)
    person = certificate.completion.learner
    AppointmentFactory(staff_member=person, post=rule.post)
    return person
