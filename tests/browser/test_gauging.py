"""Tests that do not count, from their offer to their result, by keyboard and without script."""

import pytest

from tests.browser import looking, people, walking

_COMPLETED = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.models import Enrolment
enrolment = Enrolment.objects.get(key="{enrolment}")
at = timezone.now() - timedelta(days=100)
Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=at)
print(json.dumps(enrolment.course.slug))
"""


@pytest.fixture(scope="module")
def readers(platform):
    return iter(people.learners(platform, 3))


def test_entry_test_is_offered_taken_and_told_without_script(platform, visit, readers):
    learner = next(readers)
    page = visit("phone", "kk", java_script_enabled=False)
    people.as_learner(page, platform, learner)
    page.goto("/kk/courses/c1/")
    walking.press(page.locator("section.panel a.button"))
    walking.press(page.locator("main form button"))
    while page.locator("form.question").count():
        walking.choose_plainly(page)
        walking.press(page.locator("form.question .actions button").first)
    walking.press(page.locator("main .actions a").first)
    walking.press(page.locator("main form button").first)

    assert page.locator(".result-number").count() == 1
    assert page.locator(".check .check-result").count() == 10
    asked = page.locator(".check:has(input[type=radio])").count()
    assert page.locator(".check input[type=radio]:checked").count() == asked
    page.goto("/kk/courses/c1/")
    assert page.locator("section.panel a.button").count() == 0


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_entry_test_is_taken_by_keyboard(platform, visit, readers, size, language):
    learner = next(readers)
    page = looking.listen(visit(size, language))
    people.as_learner(page, platform, learner)
    page.goto(f"/{language}/courses/c1/")
    assert looking.faults(page, language, f"gauging-{language}-offer") == []
    _enter(page, page.locator("section.panel a.button"))
    assert looking.faults(page, language, f"gauging-{language}-start") == []
    _enter(page, page.locator("main form button"))
    page.wait_for_selector("form.question")
    walking.choose(page)
    page.locator("[data-saved]:visible").wait_for()
    _enter(page, page.locator("aside a.button"))
    assert looking.faults(page, language, f"gauging-{language}-overview") == []
    _enter(page, page.locator("main .actions a").first)
    _enter(page, page.locator("main form button").first)

    assert looking.faults(page, language, f"gauging-{language}-result") == []
    assert looking.overflow(page) == 0
    program = _COMPLETED.format(enrolment=learner["enrolment"])
    walking.facts(platform, program)
    page.goto(f"/{language}/my/")
    assert looking.faults(page, language, f"gauging-{language}-home") == []


def _enter(page, control):
    """Press a control by keyboard and wait for the page that it leads to."""
    control.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
