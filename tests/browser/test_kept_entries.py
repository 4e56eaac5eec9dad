"""What was typed and not sent is offered, and writes over nothing; what was sent stays sent."""

import itertools
import re

import pytest

from tests.browser import looking, people, staff_lists, walking

#: A lesson in Kazakh alone, to be translated; and a lesson with a paragraph to ask about.
_COURSE = """
import json
from tests.factories.content import CoursePages, text_block
pages = CoursePages(code="KEPT", lessons=[])
kazakh = pages.lesson("l1", [text_block("l1", "Есік алдында.")], ("kk",))["kk"]
print(json.dumps(str(kazakh.translation_key)))
"""
_PARAGRAPH = """
import json
from content.models import LessonPage
from courses.models import Course
lesson = LessonPage.objects.live().filter(
    locale__language_code="kk", url_path__contains="/c1/").order_by("path").first()
print(json.dumps(f"courses/c1/{lesson.slug}/ask/{lesson.body[0].id}/"))
"""
_SAID = """
import json
from content.models import LessonPage
page = LessonPage.objects.get(translation_key={key!r}, locale__language_code="en")
draft = page.get_latest_revision_as_object()
print(json.dumps([draft.title, [str(one.value["text"]) for one in draft.body]]))
"""
_DAYS = ("2026-10-01", "2026-10-02")
_PURPOSES = ("Тексеру", "Тексеру және есеп")
_NUMBERS = ("100003", "100002")
_QUESTIONS = ("Бұл түнгі ауысымда да?", "Бұл түнгі ауысымда да қолданыла ма?")
_another = itertools.count(1)  # the same file is not taken twice
_OFFER = "[data-discards]:visible"
_TITLE = ".translation-own input[type=text] >> nth=0"
_TEXT = ".translation-own [contenteditable=true] >> visible=true"


def offers(page):
    """Return how many forms the open page offers to take over."""
    page.wait_for_load_state("load")
    return page.locator(_OFFER).count()


def leave(page):
    """Go to another page as somebody who follows a link, and wait for what is kept."""
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1/kk/notices/", page.url))


def typed_in(page, words, field):
    """Type at the pace of a person, and rest for as long as it takes to be kept."""
    page.locator(field).click()
    page.keyboard.press("Control+A")
    with page.expect_response(lambda one: "/unsent/" in one.url):
        page.keyboard.type(words, delay=60)


def unfold(page):
    """Open the folded row of the title."""
    page.locator(_TITLE).evaluate("field => (field.closest('details').open = true)")


@pytest.fixture
def translated(platform):
    return walking.facts(platform, _COURSE)


def test_translation_that_a_colleague_saved_is_never_written_over(
    platform, visit, translated
):
    path = f"/studio/translate/{translated}/en/"
    first, second = (
        looking.listen(people.as_learner(visit("desk", "kk"), platform, one))
        for one in people.trainers(platform, 2)
    )
    second.goto(path)
    second.locator(_TEXT).last.click()
    second.wait_for_timeout(1000)  # the editor writes its field after a moment
    leave(second)

    first.goto(path)
    first.fill(_TITLE, "The door")
    first.locator(_TEXT).last.click()
    first.keyboard.type("Before the door.")
    walking.press(first.locator("[name=save]"))
    title, (text,) = walking.facts(platform, _SAID.format(key=translated))
    assert (title, "Before the door." in text) == ("The door", True)

    second.goto(path)
    assert offers(second) == 0
    assert second.input_value(_TITLE) == "The door"
    assert second.get_by_text("Before the door.").count() == 1

    # They type two fields; a colleague changes one of them meanwhile.
    unfold(second)
    typed_in(second, "A door, their words", _TITLE)
    leave(second)
    first.goto(path)
    unfold(first)
    first.fill(_TITLE, "The newest door")
    walking.press(first.locator("[name=save]"))
    second.goto(path)
    assert offers(second) == 1
    assert second.input_value(_TITLE) == "The newest door"
    second.locator("[data-take]:visible").click()
    second.locator(".kept-mark:visible", has_text="A door, their words").wait_for()
    assert second.input_value(_TITLE) == "The newest door"
    looking.picture(second, "kept-beside")
    walking.press(second.locator(_OFFER))
    assert offers(second) == 0


def forms(place):
    """Return who sends which form where: role, path, what is typed, what else is chosen."""
    return [
        ("ministry-hr", "desk/staff-lists/upload/", {"on": _DAYS}, upload),
        ("ministry-hr", "desk/compliance/export/", {"purpose": _PURPOSES}, None),
        ("ministry-hr", "desk/rules/new/", {"months": ("18", "24")}, rule),
        ("administrator", "desk/remits/grant/", {"number": _NUMBERS}, remit),
        ("learner", place, {"text": _QUESTIONS}, None),
    ]


def upload(page):
    content = staff_lists.as_csv(staff_lists.people(without=[next(_another)]))
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.check("[name=scope][value=complete]")


def rule(page):
    for name in ("course", "post", "establishment"):
        last = page.locator(f"[name={name}] option").count() - 1
        page.select_option(f"[name={name}]", index=last)


def remit(page):
    page.select_option("[name=role]", index=0)
    page.select_option("[name=establishment]", index=1)
    page.fill("[name=reason]", "№ 5 бұйрық")


def _is_answer(one):
    return one.request.method == "POST" and "/unsent/" not in one.url


def send(page):
    """Send the form of the page; its answer is a page, or a file."""
    with page.expect_response(
        lambda one: one.request.method == "POST" and "unsent" not in one.url
    ) as answer:
        page.locator("main form.form .button[type=submit]").first.click()
    page.wait_for_load_state("load")
    return answer.value.status


def fill(page, typed, choose):
    """Fill in the open form; return what its typed fields held before."""
    before = {name: page.input_value(f"[name={name}]") for name in typed}
    if choose:
        choose(page)
    for name, words in typed.items():
        page.fill(f"[name={name}]", words)
    return before


@pytest.mark.parametrize("pace", ["at once", "slowly"])
def test_form_that_was_sent_never_comes_back(platform, visit, enter, pace):
    (learner,) = people.learners(platform, 1)
    back = {}
    for role, path, typed, choose in forms(walking.facts(platform, _PARAGRAPH)):
        page = visit("desk", "kk")
        if role == "learner":
            people.as_learner(page, platform, learner)
        else:
            enter(page, role)
        page.goto(f"/kk/{path}")
        before = fill(page, {name: words[0] for name, words in typed.items()}, choose)
        if pace == "slowly":  # kept meanwhile, and typed on
            page.wait_for_selector("main form [name=unsent]", state="attached")
            fill(page, {name: words[1] for name, words in typed.items()}, None)
        assert send(page) < 400, (
            path,
            page.locator(".error-summary").all_inner_texts(),
        )
        page.goto("/kk/notices/")
        page.go_back()
        page.goto(f"/kk/{path}")
        shown = {name: page.input_value(f"[name={name}]") for name in typed}
        if offers(page) or shown != before:
            back[path] = shown
        if "upload" in path:
            assert page.is_checked("[name=scope][value=partial]")
    assert back == {}


def test_form_that_was_not_sent_is_offered_once_and_words_alone(platform, visit, enter):
    (officer,) = people.learners(platform, 1)
    page = looking.listen(visit("desk", "kk"))
    enter(page, "administrator")
    path = "/kk/desk/remits/grant/"
    page.goto(path)
    page.select_option("[name=establishment]", index=2)
    typed_in(page, "№ 77 бұйрық", "[name=reason]")
    other = looking.listen(page.context.new_page())
    other.goto(path)
    page.keyboard.type(", қосымша")  # too late to be kept before the other page comes
    leave(page)
    page.goto(path)

    assert offers(page) == offers(other) == 1
    assert page.input_value("[name=reason]") == ""
    assert looking.faults(page, "kk", "kept-offer") == []
    page.locator("[data-take]:visible").click()
    page.locator(".kept-mark:visible").wait_for()
    assert page.input_value("[name=reason]") == "№ 77 бұйрық, қосымша"
    assert page.input_value("[name=establishment]") == ""
    assert looking.faults(page, "kk", "kept-taken") == []

    # Refused: the server shows what was typed; then it is sent, and gone in both tabs.
    send(page)
    assert page.locator(".error-summary").count() == 1
    assert page.input_value("[name=reason]") == "№ 77 бұйрық, қосымша"
    page.wait_for_timeout(500)
    page.fill("[name=number]", officer["staff_number"])
    page.select_option("[name=establishment]", index=2)
    assert send(page) < 400
    other.locator("[data-take]:visible").click()
    other.locator(_OFFER).wait_for(state="hidden")
    assert other.input_value("[name=reason]") == ""
    leave(other)
    for tab in (page, other):
        tab.goto(path)
        assert offers(tab) == 0
        assert tab.said == []
