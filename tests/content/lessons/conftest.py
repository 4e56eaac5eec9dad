"""A course with lessons of every kind, and a learner who takes it."""

import pytest

from courses.enrolment import enrol_learner
from tests.factories.content import (
    FIFTEEN,
    CoursePages,
    bank_block,
    check_block,
    name,
    quote_block,
    scenario_block,
    text_block,
)
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory


@pytest.fixture(scope="module")
def built(module_db):
    released_instrument("36", "43")
    pages = CoursePages(lessons=["l1"])
    pages.lesson("l2", [text_block("l2"), check_block(), quote_block("NMR 43")])
    pages.lesson("s1", [scenario_block()])
    pages.exam()
    pages.question()
    pages.release()
    return pages


@pytest.fixture
def practice(client):
    """A learner's browser in a lesson that asks three questions of the bank."""
    pages = CoursePages(code="A1", lessons=[])
    keys = []
    for number, facts in enumerate([{}, {}, {"for_practice": False}], start=1):
        code = f"A1-Q0{number}"
        pages.question(code, **({"for_practice": True} | FIFTEEN | facts))
        keys.append(name(code))
    pages.lesson("l1", [bank_block(key) for key in keys])
    pages.lesson("l2", [bank_block(keys[0])])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    return client
