"""Help: a private question on a paragraph and its answer, the first steps, help by keyboard."""

from tests.browser import looking, people, walking

_FACTS = """
import json
from content.learner_view import load_lesson_text
from courses.models import Course
steps = Course.objects.get(code="C1").current_edition.steps
lesson = next(one.version for one in steps if one.version.unit.kind == "lesson")
text = load_lesson_text(lesson.text("kk"))
block = next(one for one in text.body if one.block_type == "text")
print(json.dumps({"lesson": lesson.unit.slug, "block": block.id}))
"""
_QUESTION, _ANSWER = "Бұл қағида түнгі ауысымда да қолданыла ма?", "Иә, түнде де."


def wrong_on(page, language, name):
    found = looking.faults(page, language, f"help-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return [f"{name}: {fault}" for fault in found]


def test_question_on_a_paragraph_is_asked_on_the_phone_and_answered_at_the_desk(
    platform, visit, enter
):
    facts = walking.facts(platform, _FACTS)
    (reader,) = people.learners(platform, 1)
    phone = looking.listen(people.as_learner(visit("phone", "kk"), platform, reader))
    phone.goto(f"/kk/courses/c1/{facts['lesson']}/")
    wrong = wrong_on(phone, "kk", "lesson")

    phone.locator(f"a[href='ask/{facts['block']}/']").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/ask/**")
    phone.locator("textarea").fill("Сотталған Ахметов неге жазаланды?")
    walking.press(phone.locator("form[data-guard] button"))
    assert "Ахметов" in phone.locator(".error-summary").inner_text()
    assert phone.locator("textarea").input_value().startswith("Сотталған")
    phone.said.clear()  # the refusal itself
    wrong += wrong_on(phone, "kk", "ask")
    phone.locator("textarea").fill(_QUESTION)
    walking.press(phone.locator("form[data-guard] button"))
    assert phone.url.endswith(f"#{facts['block']}")
    assert _QUESTION in phone.locator("#questions").inner_text()

    desk = looking.listen(visit("desk", "kk"))
    enter(desk, "trainer", "kk")
    desk.goto("/kk/desk/enquiries/")
    wrong += wrong_on(desk, "kk", "desk-list")
    line = desk.locator("li.row", has_text=_QUESTION)
    assert reader["name"] not in desk.locator("main").inner_text()
    walking.press(line.locator("a"))
    wrong += wrong_on(desk, "kk", "desk-question")
    desk.locator("textarea").fill(_ANSWER)
    walking.press(desk.locator("form[data-guard] button"))
    assert not desk.locator("li.row", has_text=_QUESTION).count()

    phone.goto("/kk/notices/")
    phone.locator("main a[href*='/notices/']", has_text="C1").first.click()
    phone.wait_for_url("**/my/questions/#q-*")
    assert _ANSWER in phone.locator("main").inner_text()
    wrong += wrong_on(phone, "kk", "my-questions")
    phone.goto(f"/kk/courses/c1/{facts['lesson']}/")
    assert _ANSWER in phone.locator("#questions").inner_text()
    wrong += wrong_on(phone, "kk", "answered")
    assert wrong == []


def test_trainer_is_asked_and_first_steps_put_away_without_script(platform, visit):
    facts = walking.facts(platform, _FACTS)
    (reader,) = people.learners(platform, 1)
    page = visit("phone", "kk", java_script_enabled=False)
    people.as_learner(page, platform, reader)
    page.goto("/kk/my/")
    assert page.locator(".tour li").count() == 3
    walking.press(page.locator(".tour button"))
    assert page.locator(".next-step").count() == 1
    assert not page.locator(".tour").count()

    page.goto(f"/kk/courses/c1/{facts['lesson']}/")
    walking.press(page.locator(f"a[href='ask/{facts['block']}/']"))
    page.locator("textarea").fill(_QUESTION)
    walking.press(page.locator("form[data-guard] button"))
    assert _QUESTION in page.locator("#questions").inner_text()

    other = people.as_learner(visit("desk", "ru"), platform, reader)
    other.goto("/ru/my/")
    assert not other.locator(".tour").count()
    other.goto("/ru/help/")
    walking.press(other.locator("form[action$='/my/tour/'] button"))
    assert other.locator(".tour").count() == 1
    wrong = wrong_on(looking.listen(other), "ru", "tour")
    assert wrong == []


def test_help_is_found_and_read_by_keyboard(platform, visit):
    (reader,) = people.learners(platform, 1)
    page = looking.listen(people.as_learner(visit("phone", "ru"), platform, reader))
    page.goto("/ru/my/")
    for _stop in range(80):
        page.keyboard.press("Tab")
        if "/help/" in looking.focus(page)["what"] and page.evaluate(
            "Boolean(document.activeElement.closest('footer'))"
        ):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/help/")
    page.locator("#q").focus()
    page.keyboard.type("попыток")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator("#no-attempts").is_visible()

    wrong = wrong_on(page, "ru", "found")
    for address in ("help", "accessibility", "privacy"):
        page.goto(f"/ru/{address}/")
        wrong += wrong_on(page, "ru", address)
    page.goto("/ru/help/")
    _reached, hidden = looking.walk(page)
    assert hidden == []
    page.emulate_media(forced_colors="active")
    looking.picture(page, "help-forced-colours")
    assert wrong == []
