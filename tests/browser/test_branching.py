"""A branching scenario in an exam: without script, over a broken line, forged."""

import re

import pytest

from tests.browser import looking, people, walking

_BANK = """
import json
from courses.enrolment import enrol_learner
from courses.models import Course
from courses import progress
from elearning.staff.models import StaffMember
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory
from tests.factories.kinds import QUESTIONS

course = Course.objects.filter(code="WALKS").first()
if course is None:
    body, key = QUESTIONS["branching"]
    single, right = QUESTIONS["single"]
    bank = [
        {{"type": "branching", "body": body | {{"en": body["ru"]}}, "key": key}},
        {{"type": "single", "body": single | {{"en": single["ru"]}}, "key": right}},
    ]
    course = CourseFactory(code="WALKS", slug="walks")
    edition_with_exam(bank, course=course, questions=2)
learner = StaffMember.objects.get(staff_number="{number}")
enrolment = enrol_learner(learner, course, by=learner.user)
for step in enrolment.edition.steps:
    if step.version.unit.kind == "lesson":
        progress.finish_unit(enrolment, step.version.unit, language="kk")
print(json.dumps(str(enrolment.key)))
"""
#: Prints what the attempt calls the choice d, which only the second step has.
_LATER = """
import json
from courses.assessment.asking.part_names import PartNames
from courses.assessment.models import AttemptItem

item = AttemptItem.objects.get(attempt__key="{attempt}", question__type="branching")
text = PartNames.of_item(item).in_text(item.question.text()[0])
(later,) = [
    choice["served"]
    for step in text["steps"] for choice in step["choices"] if choice["id"] == "d"
]
print(json.dumps(later))
"""


@pytest.fixture(scope="module")
def candidates(platform):
    return iter(people.learners(platform, 3))


@pytest.fixture
def begin(platform, visit, candidates):
    """Open the scenario of an exam that has just begun."""

    def begin(language="kk", **options):
        learner = next(candidates)
        program = _BANK.format(number=learner["staff_number"])
        page = looking.listen(visit("phone", language, **options))
        people.as_learner(page, platform, learner)
        page.goto(f"/{language}/exams/{walking.facts(platform, program)}/")
        page.locator("main form button").last.click()
        page.wait_for_selector("form.question")
        if not page.locator(".step-open").count():  # the questions come in any order
            walking.press(page.locator(".navigator a").nth(1))
        return page

    return begin


def open_choice(page, choice):
    """Return the field of a choice of the open step: its words end in that letter."""
    return page.locator(".step-open").get_by_label(re.compile(f" {choice}$"))


def choose(page, choice):
    open_choice(page, choice).check()


def take(page, choice):
    choose(page, choice)
    page.locator("form.question button[value=step]").click()


def send(page, choice):
    """Take a step without script, and wait for the page that answers."""
    choose(page, choice)
    walking.press(page.locator("form.question button[value=step]"))


def test_scenario_is_walked_without_script_and_no_step_comes_back(begin):
    page = begin(java_script_enabled=False)
    place = int(page.locator("[data-page]").get_attribute("data-page"))
    assert page.locator("form.question button[value=step]").count() == 1

    send(page, "a")
    assert page.locator(".step-taken").count() == 1
    page.go_back()
    if open_choice(page, "b").count():  # a page the browser had kept
        send(page, "b")
        assert page.locator(".messages, .message").first.is_visible()
    walking.press(page.locator(".navigator a").nth(place - 1))
    assert page.locator(".step-taken").count() == 1
    send(page, "d")

    assert page.locator(".step-taken").count() == 2
    assert page.locator(".step-open").count() == 0
    assert page.locator("form.question button[value=step]").count() == 0
    walking.press(page.locator("aside .button"))
    assert page.locator(".navigator .answered").count() == 1


def test_scenario_waits_for_the_line_while_other_questions_are_answered(begin):
    page = begin("ru")
    page.wait_for_load_state("networkidle")
    place = int(page.locator("[data-page]").get_attribute("data-page"))
    other = 3 - place

    page.context.set_offline(True)
    take(page, "a")
    page.locator("[data-failed]:visible").wait_for()
    assert open_choice(page, "a").is_checked()
    looking.picture(page, "phone-ru-branching-offline")
    page.locator(".navigator a").nth(other - 1).click()
    page.wait_for_selector(f"[data-page='{other}']")
    walking.choose(page)
    page.locator(".navigator a").nth(place - 1).click()
    page.wait_for_selector(f"[data-page='{place}']")
    page.context.set_offline(False)

    page.locator(".step-taken").wait_for()
    take(page, "e")
    page.locator(".step-taken").nth(1).wait_for()
    page.reload()
    assert page.locator(".step-taken").count() == 2
    assert page.locator(".navigator .answered").count() == 2


def test_step_is_asked_for_and_a_forged_one_is_refused_in_words(platform, begin):
    page = begin("en")
    attempt = page.locator("form.question").get_attribute("data-attempt")
    later = walking.facts(platform, _LATER.format(attempt=attempt))

    page.locator("form.question button[value=step]").click()
    page.locator("[data-refused]:visible").wait_for()
    assert page.locator(".step-taken").count() == 0
    choose(page, "b")
    open_choice(page, "b").evaluate("(field, later) => (field.value = later)", later)
    page.locator("form.question button[value=step]").click()
    page.get_by_text("do not follow one another").wait_for()

    assert page.locator(".step-taken").count() == 0
    take(page, "b")
    page.locator(".check-result").wait_for()
    assert looking.overflow(page) == 0
