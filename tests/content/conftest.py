"""A published course that a module's tests share, and each finds as it was built."""

import copy

import pytest
from django.db import transaction
from django.utils import translation

from courses.enrolment import enrol
from tests.factories.content import CoursePages
from tests.factories.staff import StaffMemberFactory


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """Let a module's fixtures build once what all its tests may change.

    Each test is rolled back to what is built here, and all of it when the module is
    through: publishing three languages takes longer than most tests. A test with
    ``transaction=True`` would end the module's transaction and needs another module.
    """
    with django_db_blocker.unblock(), translation.override("kk"), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
    enrol(learner, pages.course, by=learner.user)
    return learner


@pytest.fixture
def reader(client, learner):
    """Her browser, signed in."""
    client.force_login(learner.user)
    return client
