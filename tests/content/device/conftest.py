"""A learner on a course with a lesson of every kind, since three days ago."""

from datetime import timedelta

import pytest
import time_machine

from courses.enrolment import enrol_learner
from tests.content.device.acting import NOW
from tests.factories.content import (
    FIFTEEN,
    CoursePages,
    bank_block,
    check_block,
    name,
    scenario_block,
    text_block,
)
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory


@pytest.fixture(scope="module")
def built(module_db):
    released_instrument("36", "43")
    pages = CoursePages(lessons=["l1"])
    pages.question("T1-Q01", for_practice=True, **FIFTEEN)
    pages.question("T1-Q02", **FIFTEEN)
    pages.lesson("l2", [text_block("l2"), check_block(), bank_block(name("T1-Q01"))])
    pages.lesson("s1", [scenario_block()])
    pages.release()
    return pages


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def learner(pages):
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user, at=NOW - timedelta(days=3))
    return learner
