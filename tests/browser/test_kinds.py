"""Every kind of question by keyboard alone, on a phone, in every language."""

import pytest

from tests.browser import looking, people, walking
from tests.factories.kinds import QUESTIONS

_BANK = """
import json
from courses.enrolment import enrol_learner
from courses.models import Course
from courses import progress
from elearning.staff.models import StaffMember
from tests.factories.assessment import case_facts, edition_with_exam
from tests.factories.courses import CourseFactory
from content.questions.question_pictures import store_picture
from tests.factories.kinds import QUESTIONS
from tests.factories.pictures import image

course = Course.objects.filter(code="KINDS").first()
if course is None:
    kept = store_picture(image())
    for text in QUESTIONS["hotspot"][0].values():
        text["picture"] |= kept
    bank = [
        {{"type": name, "body": body | {{"en": body["ru"]}}, "key": key}}
        for name, (body, key) in QUESTIONS.items()
    ]
    bank += case_facts(1, 2)
    course = CourseFactory(code="KINDS", slug="kinds")
    edition_with_exam(bank, course=course, questions=len(bank), open_questions=1)
learner = StaffMember.objects.get(staff_number="{number}")
enrolment = enrol_learner(learner, course, by=learner.user)
for step in enrolment.edition.steps:
    if step.version.unit.kind == "lesson":
        progress.finish_unit(enrolment, step.version.unit, language="kk")
print(json.dumps(str(enrolment.key)))
"""


@pytest.fixture(scope="module")
def candidates(platform):
    return iter(people.learners(platform, 6))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_kind_is_answered_by_keyboard_alone(
    platform, visit, candidates, language
):
    page = _begun(platform, visit, next(candidates), language)

    kinds, cases = set(), []
    while page.locator("form.question").count():
        name = ""
        if page.locator("details.case").count():
            cases.append(page.locator("details.case").get_attribute("open") == "")
            name = f"case-{len(cases)}-{language}"
        if page.locator(".hotspot").count():
            name = f"hotspot-{language}"
        kinds.add(_walk(page, language) or _answer(page))
        page.locator("[data-saved]:visible").wait_for()
        assert looking.faults(page, language, name) == []
        assert looking.overflow(page) == 0
        page.locator("form.question .actions button").first.focus()
        number = page.locator("[data-page]").get_attribute("data-page")
        page.keyboard.press("Enter")
        _turned(page, number)

    assert kinds == {
        "radio",
        "checkbox",
        "select-one",
        "text",
        "textarea",
        "scenario",
    }
    assert cases == [True, False]
    assert page.locator(".navigator .answered").count() == len(QUESTIONS) + 2


def test_the_text_of_a_case_comes_first_and_folds_for_its_other_questions(
    platform, visit, candidates
):
    page = _begun(platform, visit, next(candidates), "kk")
    while not page.locator("details.case").count():
        _next(page)

    assert page.evaluate("document.activeElement.localName") in {"summary", "body"}
    page.locator("details.case .prose").wait_for()
    _next(page)
    assert not page.locator("details.case .prose").is_visible()
    page.locator("details.case summary").focus()
    page.keyboard.press("Enter")
    page.locator("details.case .prose").wait_for()


def test_a_region_is_chosen_by_one_tap_on_the_picture(platform, visit, candidates):
    page = _begun(platform, visit, next(candidates), "kk", has_touch=True)
    while not page.locator(".hotspot").count():
        _next(page)

    page.locator("label.spot-2").tap()
    page.locator("[data-saved]:visible").wait_for()

    assert page.locator(".choice:nth-child(2) input").is_checked()
    sizes = page.locator(".spot-label").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect())"
        ".map((box) => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 24
    first, second = (
        page.locator(f".spot.spot-{number}").evaluate(
            "one => getComputedStyle(one).fill"
        )
        for number in (1, 2)
    )
    assert first != second
    assert page.locator(".hotspot img").evaluate("one => one.naturalWidth") == 800


def test_a_region_is_chosen_on_the_picture_without_script(platform, visit, candidates):
    page = _begun(platform, visit, next(candidates), "ru", java_script_enabled=False)
    forward = page.locator("form.question [name=go][value=next]")
    while not page.locator(".hotspot").count():
        walking.press(forward)

    page.locator("label.spot-1").click()
    walking.press(page.locator("form.question [name=go]").first)
    page.go_back()
    page.reload()

    assert page.locator(".choice:nth-child(1) input").is_checked()


def _begun(platform, visit, learner, language, **device):
    """Return the page of an exam with all kinds that ``learner`` has just begun."""
    enrolment = walking.facts(platform, _BANK.format(number=learner["staff_number"]))
    page = looking.listen(visit("phone", language, **device))
    people.as_learner(page, platform, learner)
    page.goto(f"/{language}/exams/{enrolment}/")
    page.locator("main form button").last.click()
    page.wait_for_selector("form.question")
    return page


def _next(page):
    number = page.locator("[data-page]").get_attribute("data-page")
    page.locator("form.question [name=go]:is([value=next], [value=overview])").click()
    _turned(page, number)


def _turned(page, number):
    """Wait until another question than ``number`` is shown."""
    page.wait_for_function(
        "number => !document.querySelector(`[data-page='${number}']`)", arg=number
    )
    page.wait_for_load_state()


def _walk(page, language):
    """Play a branching scenario to its end, step by step; nothing where there is none."""
    if not page.locator(".step-open").count():
        return None
    steps = 0
    while page.locator(".step-open").count():
        steps += 1
        assert page.locator(".step-taken").count() == steps - 1
        page.locator(".step-open").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert (
            looking.faults(page, language, f"phone-{language}-branching-{steps}") == []
        )
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.value") == "step"
        page.keyboard.press("Enter")
        page.locator(".step-taken").nth(steps - 1).wait_for()
        assert page.evaluate("document.activeElement.id") == "now"
        assert looking.focus(page)["inside"]
    page.wait_for_function("!document.querySelector('[data-saved]').hidden")
    assert looking.faults(page, language, f"phone-{language}-branching-end") == []
    return "scenario"


def _answer(page):
    """Go to each field of the question by Tab, fill it, and return what it was."""
    fields = page.locator("form.question fieldset :is(input, select, textarea)")
    page.locator("form.question h1").focus()
    kind = fields.first.evaluate("field => field.type")
    for _field in range(1 if kind in {"radio", "checkbox"} else fields.count()):
        page.keyboard.press("Tab")
        match page.evaluate("document.activeElement.type"):
            case "radio" | "checkbox":
                page.keyboard.press("Space")
            case "select-one":
                page.keyboard.press("ArrowDown")
            case "text" | "textarea":
                page.keyboard.type("15")
    page.keyboard.press("Tab")
    return kind
