"""HR reads the dashboard, goes down to the people behind a number, and stays in her remit."""

import re

from tests.browser import looking, walking


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"reports-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


def say(page, purpose):
    page.fill("[name=purpose]", purpose)
    walking.press(page.locator("main form.form button[type=submit]"))


def number(element):
    return int(re.sub(r"\D", "", element.inner_text()))


def seats_add_up(page):
    """Tell whether the seats needed are told by place and month, and add up to the total."""
    table = page.locator("section[aria-labelledby=forecast] table")
    *rows, total = [
        [number(cell) for cell in row.locator("td").all()]
        for row in table.locator("tbody tr, tfoot tr").all()
    ]
    months = table.locator("thead th").count() - 2
    sums = [sum(column) for column in zip(*rows, strict=True)]
    return months in {3, 4} and sums == total and total[-1] == sum(total[:-1]) > 0


def observed(page):
    """Open the form for practice that was observed, forget all of it, then the sheet."""
    walking.press(page.locator("main a[href*='/observing/'][href*='/people/']").first)
    page.evaluate("document.querySelector('main form.form').noValidate = true")
    walking.press(page.locator("main form.form button[type=submit]"))
    wrong = wrong_on(page, "ru", "desk-ru-observation-refused")
    walking.press(page.locator("main a[href$='/sheet/']"))
    return wrong + wrong_on(page, "ru", "desk-ru-sheet")


def test_numbers_lead_down_to_people_and_the_address_shows_them_again(visit, enter):
    ministry = looking.listen(visit("desk", "ru"))
    enter(ministry, "ministry-hr", "ru")
    ministry.goto("/ru/desk/")
    assert wrong_on(ministry, "ru", "desk-ru-dashboard") == []
    ministry.goto("/ru/desk/compliance/")
    assert wrong_on(ministry, "ru", "desk-ru-withheld") == []
    walking.press(ministry.locator("main a[href*='/compliance/numbers/']"))
    assert wrong_on(ministry, "ru", "desk-ru-purpose") == []
    say(ministry, "Проверка за квартал")
    assert wrong_on(ministry, "ru", "desk-ru-report") == []

    assert seats_add_up(ministry)
    region = ministry.locator("table:has([aria-sort]) tbody th a").first
    walking.press(region)
    assert ministry.locator(".breadcrumbs a").count() == 2
    address = ministry.url
    shown = ministry.locator(".stat-number").all_inner_texts()
    place = ministry.locator("table:has([aria-sort]) tbody tr:has(th a)").first
    late = place.locator("td a").first
    counted = number(late)
    walking.press(late)
    assert wrong_on(ministry, "ru", "desk-ru-names") == []
    say(ministry, "Проверка за квартал")
    assert wrong_on(ministry, "ru", "desk-ru-people") == []
    assert 0 < ministry.locator("main tbody tr").count() <= counted
    walking.press(ministry.locator("main tbody th a").first)
    assert wrong_on(ministry, "ru", "desk-ru-person") == []
    assert observed(ministry) == []
    ministry.goto(address)
    assert ministry.locator(".stat-number").all_inner_texts() == shown

    facility = looking.listen(visit("phone", "kk"))
    enter(facility, "facility-hr", "kk")
    facility.goto("/kk/desk/")
    assert wrong_on(facility, "kk", "phone-kk-dashboard") == []
    facility.goto("/kk/desk/compliance/?on=2026-06-01")
    assert wrong_on(facility, "kk", "phone-kk-report") == []
    assert "2026" in facility.locator("main .overline").inner_text()
    foreign = address.replace("/ru/", "/kk/")
    assert facility.goto(foreign).status == 404
