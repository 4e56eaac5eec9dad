"""A trainer finds provisions to cite by keyboard alone."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser import looking, walking
from tests.browser.test_studio import FACTS, TEXT, add

SAID, LIST = ".citations-said", ".citations-list:not([hidden])"


def test_provisions_are_chosen_by_keyboard_and_typed_where_nothing_fits(
    platform, visit, enter
):
    module, _titles = walking.facts(platform, FACTS)
    page = looking.listen(visit("desk", "ru"))
    enter(page, "trainer", "ru")
    page.goto(f"/studio/pages/add/content/lessonpage/{module}/")
    page.fill("[name=title]", "Silteme")  # what the studio saves by itself is whole
    page.fill("[name=summary]", "Нормаға сілтеме.")
    field = page.locator(f"[name={add(page, 0, TEXT)}-cites]")
    field.focus()

    page.keyboard.type("пыт")
    options = page.locator(f"{LIST} [role=option]")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    looked = Axe().run(page, context={"include": [["[data-citations]"], [LIST]]})
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = options.first
    assert first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    code = first.locator("strong").inner_text()
    page.keyboard.press("Enter")
    assert field.input_value() == f"{code}, "
    assert options.count() == 0

    page.keyboard.type("NMR 43")
    options.first.wait_for()
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == f"{code}, NMR 43"
    page.keyboard.type(", ъъъ")
    page.locator(f"{SAID}:not(:empty)").first.wait_for()
    assert options.count() == 0
    assert [rule["id"] for rule in looked.response["violations"]] == []
    assert page.said == []
