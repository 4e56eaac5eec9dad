"""Steps 16 to 20: the exam, from what is missing to handing in."""

import re

from tests.browser import looking, walking


def is_told_what_is_missing(page, her):
    """16: a plain list with links in place of an exam that is not open."""
    page.goto(f"/kk/exams/{her['enrolment']}/")
    missing = page.locator("main .rows a[href^='/kk/courses/c1/']")
    assert missing.count() == 6
    assert page.locator("input[name=hold]").count() == 0
    walking.press(missing.first)
    assert page.locator("article.reading").is_visible()


def begins_the_exam(page, her):
    """17: what the exam is, by the code of the room, with her own minutes."""
    page.goto(f"/kk/exams/{her['enrolment']}/")
    words = page.locator("main").inner_text()
    for said in (r"\b20\b", r"50\sмин.* 10\sмин", r"\b80\s?%", "Не тіркеледі"):
        assert re.search(said, words), (said, words)
    page.fill("[name=code]", "AAA-AAA")
    walking.press(page.locator("main form button[type=submit]").last)
    assert page.locator(".error-summary").count() == 1
    page.fill("[name=code]", her["room"])
    walking.press(page.locator("main form button[type=submit]").last)
    timer = page.locator("details.timer")
    assert timer.locator("time").is_visible()
    timer.locator("summary").click()
    assert not timer.locator("time").is_visible()
    assert re.search(r"\b10\b", page.locator("[data-ends]").inner_text())


def answers_over_a_broken_line(page, right):
    """18: saved with the time; eight answers kept, three of them from without a line."""
    page.wait_for_load_state("networkidle")
    ends = page.locator("[data-ends]").inner_text()
    answered = 0
    while answered < 5:
        walking.fill(page, right[page.locator("form.question h1").inner_text()])
        page.locator("[data-saved]:visible").wait_for()
        assert re.search(r"\d\d:\d\d", page.locator("[data-saved]").inner_text())
        page.locator("form.question .actions button").first.click()
        answered += 1
        page.wait_for_selector(f"[data-page='{answered + 1}']")
    page.locator(".navigator .answered").nth(4).wait_for()

    page.context.set_offline(True)
    number = answered
    while answered < 8:
        number += 1
        if not page.locator(".step-open").count():  # its steps wait for the line
            walking.fill(page, right[page.locator("form.question h1").inner_text()])
            page.locator("[data-failed]:visible").wait_for()
            answered += 1
        page.locator("form.question .actions [value=next]").click()
        page.wait_for_selector(f"[data-page='{number + 1}']")
    assert page.locator(".exam-bar .saved-failed").is_visible()
    page.context.set_offline(False)
    page.locator(".exam-bar .saved-failed").wait_for(state="detached")
    page.locator(".navigator .answered").nth(7).wait_for()
    page.reload()
    assert page.locator(".navigator .answered").count() == 8
    assert page.locator("[data-ends]").inner_text() == ends
    page.said.clear()  # that there was no network


def is_refused_elsewhere(page, tab, device):
    """19: another window and another device are told where the exam is; this one goes on."""
    for other in (tab, device):
        assert other.goto(page.url).status == 409
        assert other.locator("form.question").count() == 0
        assert other.locator("form[action$='/continue/'] button").is_visible()
        assert other.locator("main p").first.inner_text()
    tab.close()
    assert looking.faults(page, "kk") == []
    _reached, hidden = looking.walk(page)
    assert hidden == []


def hands_in(page, right):
    """20: flags and gaps are counted, it is asked once, and nothing changes afterwards."""
    places = page.locator(".navigator a")
    for place in (0, 1):
        places.nth(place).click()
        page.wait_for_selector(f"[data-page='{place + 1}']")
        page.locator("form.question [name=go][value=flag]").click()
        page.locator(".navigator svg, .navigator .icon").nth(place).wait_for()
    walking.press(page.locator("aside .button"))
    words = page.locator("main").inner_text()
    assert "Жауап берілмеген сұрақтар: 12" in words
    assert "Белгіленген сұрақтар: 2" in words
    assert looking.faults(page, "kk") == []
    for place in range(20):
        if "answered" in (places.nth(place).get_attribute("class") or ""):
            continue
        places.nth(place).click()
        page.wait_for_selector(f"[data-page='{place + 1}']")
        walking.fill(page, right[page.locator("form.question h1").inner_text()])
        page.locator("[data-saved]:visible").wait_for()
    walking.press(page.locator("aside .button"))
    walking.press(page.locator("main .actions a").first)
    walking.press(page.locator("main form button").first)
    assert "/my/results/" in page.url
