"""Questions in a lesson: by keyboard, without script, on a phone in Kazakh and at a desk."""

import pytest

from tests.browser import looking, people, walking

_LESSON = """
import json
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.staff.models import StaffMember
from tests.factories.content import LANGUAGES, CoursePages, bank_block, check_block, name

def part(kind, key, **value):
    return {{"type": kind, "id": name("CHECKS", kind, key), "value": value}}

def choice(key, text, right, note):
    return part("choice", key, text=text, correct=right, feedback=note)

KINDS = {{
    "numeric": dict(
        stem="Жеке камераға қамау ең көп дегенде неше күнге созылады?",
        answer="15", unit="күн", feedback="15 күннен асатын оқшаулауға тыйым салынған."),
    "text": dict(stem="Қағидалар кімнің атымен аталады?", answer="Нельсон Мандела"),
    "matching": dict(
        stem="Қай қағида не туралы?",
        parts=[part("pair", "1", left="1-қағида", right="Қадір-қасиет"),
               part("pair", "2", left="43-қағида", right="Тыйым салынған жазалар"),
               part("pair", "3", left="76-қағида", right="Қызметкерлерді оқыту")]),
    "ordering": dict(
        stem="Тінту қандай ретпен жүргізіледі?",
        parts=[dict(part("step", n, x=1), value=words) for n, words in
               [("1", "Негізін айту"), ("2", "Тінту"), ("3", "Хаттама жазу")]]),
    "cloze": dict(
        stem="Мәтінді толтырыңыз.",
        passage="Азаптауға тыйым [[1]], ол [[2]] жағдайда да сақталады.",
        parts=[part("gap", "1", name="1", accepted="абсолютті", wrong=""),
               part("gap", "2", name="2", accepted="кез келген",
                    wrong="ерекше\\nбейбіт")]),
}}
course = Course.objects.filter(code="CHECKS").first()
if course is None:
    pages = CoursePages(code="CHECKS", lessons=[])
    keys = []
    for kind, facts in KINDS.items():
        code = f"CHECKS-{{kind}}"
        parts = facts.pop("parts", [])
        pages.question(code, type=kind, for_practice=True, cites="NMR 43",
                       parts={{language: parts for language in LANGUAGES}}, **facts)
        keys.append(name(code))
    written = check_block()
    for option in written["value"]["options"]:
        option["value"]["cites"] = "NMR 43, NMR 36"
    pages.lesson("l1", [written, *map(bank_block, keys)])
    pages.release()
    course = pages.course
learner = StaffMember.objects.get(staff_number="{number}")
enrol_learner(learner, course, by=learner.user)
print(json.dumps(course.slug))
"""


@pytest.fixture(scope="module")
def readers(platform):
    return iter(people.learners(platform, 4))


@pytest.fixture
def lesson(platform, readers):
    """A learner, and the address of a lesson that asks a question of each kind."""
    learner = next(readers)
    slug = walking.facts(platform, _LESSON.format(number=learner["staff_number"]))
    return learner, f"courses/{slug}/l1/"


def test_every_kind_is_answered_and_told_without_script(platform, visit, lesson):
    learner, path = lesson
    page = visit("phone", "kk", java_script_enabled=False)
    people.as_learner(page, platform, learner)
    page.goto(f"/kk/{path}")
    checks = [form.get_attribute("id") for form in page.locator("form.check").all()]
    assert len(checks) == 6

    for check in checks:
        form = page.locator(f"form.check[id='{check}']")
        walking.press(form.locator("button"))
        assert page.locator(f"[id='{check}-error']").is_visible()
        _answer(page, form, "15")
        walking.press(form.locator("button"))
        assert page.url.endswith(f"#{check}")
        assert form.locator(".check-result").is_visible()
        assert 0 <= form.bounding_box()["y"] < 740

    numeric = page.locator("form.check:has([name=number])")
    assert numeric.locator(".verdict-right").count() == 1
    assert numeric.locator(".check-result a[href*='nmr']").count() == 1
    assert page.locator("form.check:has([name=text]) .verdict-wrong").count() == 1


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_questions_of_a_lesson_are_answered_by_keyboard(
    platform, visit, lesson, size, language
):
    learner, path = lesson
    page = looking.listen(visit(size, language))
    people.as_learner(page, platform, learner)
    page.goto(f"/{language}/{path}")
    assert looking.faults(page, language, f"checks-{language}-asked") == []

    for number in range(page.locator("form.check").count()):
        form = page.locator("form.check").nth(number)
        form.locator("fieldset :is(input, select)").first.focus()
        _type(page, form)
        form.locator("button").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert page.locator(".check-result").count() == 6
    assert looking.faults(page, language, f"checks-{language}-told") == []
    assert looking.overflow(page) == 0


def test_course_is_practised_by_keyboard_on_a_phone(platform, visit, lesson):
    learner, path = lesson
    page = looking.listen(visit("phone", "kk"))
    people.as_learner(page, platform, learner)
    page.goto(f"/kk/{path.removesuffix('l1/')}")
    _enter(page, page.locator("main a[href$='/practice/']"))
    assert looking.faults(page, "kk", "practice-kk-start") == []
    _enter(page, page.locator("main .actions a").first)
    for number in range(5):
        form = page.locator("form.question")
        form.locator("fieldset :is(input, select)").first.focus()
        _type(page, form)
        _enter(page, form.locator(".actions button"))
        assert form.locator(".check-result").is_visible()
        assert looking.faults(page, "kk", f"practice-kk-{number}") == []
        assert looking.overflow(page) == 0
        _enter(page, form.locator(".actions a").first)
    page.goto(f"/kk/{path.removesuffix('l1/')}")
    _enter(page, page.locator("main a[href$='/practice/']"))
    assert looking.faults(page, "kk", "practice-kk-after") == []


def _enter(page, control):
    """Press a control by keyboard and wait for the page that it leads to."""
    control.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _answer(page, form, typed):
    """Answer the question of ``form`` somehow, as whoever has no script does."""
    fields = form.locator("fieldset :is(input, select)")
    kind = fields.first.get_attribute("type") or "select"
    if kind in {"radio", "checkbox"}:
        fields.last.check()
        return
    for field in fields.all():
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        else:
            field.fill(typed)


def _type(page, form):
    """Answer the question that has the focus, by keyboard alone."""
    fields = form.locator("fieldset :is(input, select)")
    kind = fields.first.evaluate("field => field.type")
    for _field in range(1 if kind in {"radio", "checkbox"} else fields.count()):
        match page.evaluate("document.activeElement.type"):
            case "radio" | "checkbox":
                page.keyboard.press("Space")
            case "select-one":
                page.keyboard.press("ArrowDown")
            case "text":
                page.keyboard.type("15")
        page.keyboard.press("Tab")
