"""Steps 1 to 5 of a learner's journey: from the door to what is to be done."""

import re

from tests.browser import looking, people, walking
from tests.browser.test_shared_computer import sign_in

_ONE_BUTTON = ".button-primary:visible"


def arrives(page, her):
    """1, 2: her language at once, and the same words for whoever may not come in."""
    page.goto("/")
    assert page.get_attribute("html", "lang") == "kk"
    names = page.locator(".languages :is(a, span, strong)").all_inner_texts()
    assert {"Қазақша", "Русский", "English"} <= set(names)
    heard = [knocks(page, her["staff_number"]) for _time in range(3)]
    nobody = f"{her['staff_number']}0"
    heard.append(knocks(page, nobody))
    assert heard[0]
    assert len(set(heard)) == 1
    while (said := knocks(page, nobody)) == heard[0]:
        assert len(heard) < 8
        heard.append(said)
    assert "Бес минут күтіп" in said
    assert "бұғатталған жоқ" in said
    assert page.foreign == []


def knocks(page, number):
    """Try a wrong password and return what the page says."""
    page.goto("/kk/account/login/")
    sign_in(page, number, "бұл-ол-емес-1")
    return page.locator("[data-error-summary]").inner_text()


def activates(page, stranger, her):
    """3: a code that opens once, a password that is no known one, and paste works."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/kk/account/activate/")
    page.evaluate("text => navigator.clipboard.writeText(text)", her["letter"])
    page.focus("[name=code]")
    page.keyboard.press("Control+V")
    walking.press(page.locator("main button[type=submit]"))
    for refused in ("password1", "аб1"):
        page.fill("[name=password]", refused)
        page.fill("[name=repeated]", refused)
        walking.press(page.locator("main button[type=submit]"))
        assert page.locator("[data-error-summary]").is_visible()
    page.evaluate("text => navigator.clipboard.writeText(text)", people.PASSWORD)
    for name in ("password", "repeated"):
        page.focus(f"[name={name}]")
        page.keyboard.press("Control+V")
    walking.press(page.locator("main button[type=submit]"))
    assert page.url.endswith("/kk/my/")
    assert her["name"] in page.content()
    page.said.clear()  # that what was typed was refused

    stranger.goto("/kk/account/activate/")
    stranger.fill("[name=code]", her["letter"])
    walking.press(stranger.locator("main button[type=submit]"))
    assert stranger.locator("[data-error-summary]").is_visible()


def sees_what_to_do(page):
    """4, 5: one course with its state, day, days left, minutes and one button; in Russian too."""
    page.goto("/kk/my/")
    step = page.locator(".next-step")
    words = step.inner_text()
    assert words.split("\n")[0].endswith("C1")
    assert step.locator(".state").is_visible()
    for said in (r"20\d\d", r"\d+ күн қалды", r"0/11.*\s\d+\sмин"):
        assert re.search(said, words), words
    assert page.locator("main").locator(_ONE_BUTTON).count() == 1
    assert step.locator(_ONE_BUTTON).count() == 1

    if page.locator("details.menu > summary").is_visible():
        page.locator("details.menu > summary").click()
    page.get_by_role("link", name="Русский").first.click()
    page.wait_for_url("**/ru/my/")
    assert page.get_attribute("html", "lang") == "ru"
    assert step.locator("h2").inner_text()
    assert step.locator(".overline").inner_text().endswith("C1")
    assert page.locator("main").locator(_ONE_BUTTON).count() == 1
    assert looking.faults(page, "ru") == []
    page.goto("/kk/my/")
