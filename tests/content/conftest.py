"""A published course that a module's tests share, and each finds as it was built."""

import copy

import pytest

from courses.enrolment import enrol_learner
from tests.factories.content import CoursePages
from tests.factories.staff import StaffMemberFactory


@pytest.fixture(scope="module")
def built(module_db):
    """The course of this module; a module that needs another overrides this."""
    return CoursePages(lessons=["l1"])


@pytest.fixture
def pages(built, db):
    """The module's course, in objects of this test's own."""
    return copy.deepcopy(built)


@pytest.fixture
def learner(pages):
    """Somebody on the module's course."""
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    return learner


@pytest.fixture
def reader(client, learner):
    """Her browser, signed in."""
    client.force_login(learner.user)
    return client
