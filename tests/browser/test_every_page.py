"""Every kind of page a learner opens: at 400 %, by keyboard, in colours of the machine, large."""

import pytest

from tests.browser import looking, viewing, walking
from tests.browser.pages.every import EVERY, Everything, errors

_GO = "address => { location.href = address; }"


@pytest.fixture(scope="module")
def everything(platform):
    return Everything(platform)


def wrong_at(page, address):
    """Open ``address`` from within, as an exam demands, and return what is wrong there."""
    with page.expect_navigation():
        page.evaluate(_GO, address)
    return wrong_on(page)


def wrong_on(page):
    page.set_viewport_size({"width": 360, "height": 740})
    said = looking.faults(page, "kk")
    wrong = [one for one in said if not one.startswith("Failed to load resource")]
    return wrong + viewing.at_largest(page) + viewing.at_400_percent(page)


def test_every_page_serves_whoever_sees_little_or_uses_no_mouse(visit, everything):
    windows, found = {}, {}
    for kind in EVERY:
        if kind.who not in windows:
            windows[kind.who] = looking.listen(visit("phone", "kk"))
            everything.sign_in(windows[kind.who], kind.who)
            windows[kind.who].goto("/health/")
        page = windows[kind.who]
        if wrong := wrong_at(page, everything.address(kind, "kk")):
            found[kind.name] = wrong
    assert not found


def test_a_password_is_chosen_by_whoever_sees_little_or_uses_no_mouse(
    visit, everything
):
    page = looking.listen(visit("phone", "kk"))
    page.goto("/kk/account/activate/")
    page.fill("[name=code]", everything.code)
    walking.press(page.locator("main button[type=submit]"))

    assert page.locator("[name=repeated]").count() == 1
    assert wrong_on(page) == []
    page.fill("[name=password]", "123")
    walking.press(page.locator("main button[type=submit]"))
    assert page.locator(".error-summary").count() == 1
    assert wrong_on(page) == []


def test_every_error_is_told_to_whoever_sees_little_or_uses_no_mouse(platform, visit):
    page = looking.listen(visit("phone", "kk"))
    page.goto("/health/")
    pages, found = errors(platform), {}

    def answer(route):
        html = pages[route.request.url.rsplit("/", 1)[1]]
        route.fulfill(body=html, content_type="text/html")

    page.route("**/errors/*", answer)
    for name in pages:
        if wrong := wrong_at(page, f"/errors/{name}"):
            found[name] = wrong
    assert not found
