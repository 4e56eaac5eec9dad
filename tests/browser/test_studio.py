"""A trainer builds a lesson in the studio: drafts, preview, publication."""

from tests.browser import looking, walking

FACTS = """
import json
from content.models import ModulePage
from courses.models import UnitVersion
page = ModulePage.objects.get(slug='m1', locale__language_code='kk', url_path__contains='/c1/')
titles = [version.text('kk').title for version in
    UnitVersion.objects.filter(unit__course__slug='c1', unit__kind='lesson', number=1)]
print(json.dumps([page.pk, titles]))
"""
#: What the browser says when the studio saves by itself and a new block lacks its words.
_A_SECOND = "() => new Promise(done => setTimeout(done, 1000))"
TEXT, VIDEO, CHECK, SHIFT = 0, 8, 11, 14  # as the list of blocks orders them


def add(page, number, kind):
    """Add the block of that kind, the ``number``th of the lesson; return its name."""
    page.locator("[data-contentpath=body] .c-sf-add-button:visible").last.click()
    page.locator("[role=option]").nth(kind).click()
    page.wait_for_selector(f"[name=body-{number}-type]", state="attached")
    return f"body-{number}-value"


def settle(page):
    """Wait until the studio has saved by itself what was typed, as its footer says.

    Who presses a button before that is told that somebody else has saved.
    """
    page.evaluate(_A_SECOND)  # by the page's clock: it begins half a second after a key
    page.wait_for_selector(
        "#w-autosave-indicator:not([data-w-autosave-state-value=saving])",
        state="attached",
    )


def press(page, action):
    settle(page)
    page.locator(
        "footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle"
    ).first.click()
    page.locator(f"[name={action}]").click()


def test_trainer_builds_previews_and_publishes_a_lesson(platform, visit, enter):
    module, before = walking.facts(platform, FACTS)
    page = looking.listen(visit("desk", "kk"))
    enter(page, "trainer")
    page.goto(f"/studio/pages/add/content/lessonpage/{module}/")
    page.fill("[name=title]", "Kezekshilik")
    page.fill("[name=summary]", "Кезекшілікті қабылдау тәртібі.")
    text = add(page, 0, TEXT)
    page.fill(f"[name={text}-heading]", "Қабылдау")
    page.locator(f"[name={text}-text] ~ * [contenteditable=true]").first.click()
    page.keyboard.type("Журналды оқыңыз.")
    film = add(page, 1, VIDEO)  # left empty: a draft may be unfinished
    page.fill(f"[name={film}-title]", "Бейне")
    settle(page)
    walking.press(page.locator("footer button.action-save"))
    page.wait_for_url("**/edit/")
    assert page.locator(".messages .error").count() == 0

    page.locator("[data-contentpath=body] button:has(.icon-bin):visible").last.click()
    check = add(page, 2, CHECK)
    page.fill(f"[name={check}-question]", "Алдымен не істейсіз?")
    for option, words in enumerate(("Журналды оқимын.", "Есікті ашамын.")):
        page.fill(f"[name={check}-options-{option}-value-text]", words)
        page.fill(f"[name={check}-options-{option}-value-feedback]", "Ереже солай.")
    page.check(f"[name={check}-options-0-value-correct]")
    page.fill(f"[name={add(page, 3, SHIFT)}-text]", "Ертең нені өзгертесіз?")
    page.locator("[aria-label*=review], [data-side-panel-toggle=preview]").first.click()
    shown = page.frame_locator("#w-preview-iframe").first
    shown.locator(".shift").wait_for()
    assert shown.locator("form.check .choice").count() == 2
    press(page, "action-publish")
    page.wait_for_url("**/desk/release/*/")

    _module, after = walking.facts(platform, FACTS)
    assert sorted(after) == sorted([*before, "Kezekshilik"])
    assert page.said == []
    assert page.foreign == []


def test_lists_of_the_studio_keep_words_whole_on_a_phone(platform, visit, enter):
    module, _titles = walking.facts(platform, FACTS)
    page = visit("phone", "kk")
    enter(page, "trainer")

    page.goto(f"/studio/pages/{module}/")
    titles = page.locator(".listing td.title").evaluate_all(
        "cells => cells.map(cell => cell.clientWidth)"
    )
    assert min(titles) >= 11 * 16
    page.goto("/studio/questions/")
    name = page.locator(".w-breadcrumbs li:visible").last.locator("a")
    assert name.evaluate("link => link.scrollWidth <= link.clientWidth")
    assert page.locator(".demonstration").bounding_box()["height"] <= 56


def test_long_name_in_the_head_of_the_studio_ends_in_three_dots(platform, visit, enter):
    module, _titles = walking.facts(platform, FACTS)
    page = visit("desk", "kk")
    enter(page, "trainer")

    page.goto(f"/studio/pages/{module}/")
    name = page.locator(".w-breadcrumbs li:visible").last.locator("a")

    name.evaluate("link => link.append(' ұзақ атау'.repeat(30))")
    assert name.evaluate("link => getComputedStyle(link).textOverflow") == "ellipsis"
    assert name.evaluate("link => link.scrollWidth > link.clientWidth")


def test_editor_of_a_question_hides_nothing_at_its_edges_on_a_phone(
    platform, visit, enter
):
    page = visit("phone", "ru")
    enter(page, "trainer")
    page.goto("/studio/questions/")
    page.locator(".listing td.title a").first.click()
    page.wait_for_selector("[name=code]")

    assert page.locator(".w-minimap:visible").count() == 0
    outside = page.locator("h2.w-h1 .icon:visible").evaluate_all(
        "icons => icons.filter(icon => icon.getBoundingClientRect().left < 0).length"
    )
    assert outside == 0


def test_name_keeps_off_the_languages_and_the_banner_is_small(visit, enter):
    page = visit("phone", "kk")
    enter(page, "trainer")
    page.goto("/kk/my/")

    languages = page.locator(".languages [aria-current]").bounding_box()
    name = page.locator(".whose .account-name").bounding_box()
    assert name["y"] - languages["y"] - languages["height"] >= 4
    assert page.locator(".demonstration").bounding_box()["height"] <= 56
