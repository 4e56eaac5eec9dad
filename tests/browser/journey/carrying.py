"""Steps 12 to 15: a course taken along, what was done comes back, and practice."""

import re

from tests.browser import people, walking
from tests.browser.journey import learners
from tests.browser.test_flight_mode import take_along
from tests.browser.test_shared_computer import sign_in

#: Whatever is sent by background sync is out of reach of a test.
_NO_SYNC = "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: null })"


def takes_the_course_along(own, platform, her):
    """12 to 14: goes on at her own device, works without a network, and is sent once."""
    own.add_init_script(_NO_SYNC)
    own.goto("/kk/account/login/")
    sign_in(own, her["staff_number"], people.PASSWORD)
    step = own.locator(".next-step")
    assert "4/11 сабақ, 3/" in step.inner_text()
    assert "/l2-1/#" in step.locator(".button").get_attribute("href")
    own.goto("/kk/courses/c1/")
    stops_the_download(own)
    take_along(own)

    own.context.set_offline(True)
    own.goto("/kk/courses/c1/l2-1/")
    walking.press(own.locator("form:has([name=action][value=done]) button"))
    own.goto("/kk/offline/courses/c1/practice/")
    form = own.locator("form.question:visible")
    form.locator("fieldset :is(input, select)").first.wait_for()
    answers_somehow(form)
    form.locator("button[type=submit]").click()
    form.locator(".check-result").wait_for()
    own.goto("/kk/offline/")
    own.locator("[data-acts] li", has_text="әлі жіберілген жоқ").first.wait_for()

    own.context.set_offline(False)
    own.goto("/kk/offline/")
    own.get_by_text(re.compile(r"қабылданды: сағат \d\d:\d\d")).first.wait_for()
    own.wait_for_timeout(500)
    once = learners.record(platform, her)
    assert {"l2-1", "s1"} <= set(once["done"])
    assert once["practised"] == 1
    for _again in range(2):
        own.context.set_offline(True)
        own.context.set_offline(False)
        own.goto("/kk/offline/")
    assert learners.record(platform, her) == once


def stops_the_download(own):
    """Begin to take the course along, and stop it."""
    own.route("**/pages/lesson/**", lambda _route: None)  # never answered
    own.locator("[data-take-along] summary").click()
    own.locator("[data-size]", has_text=re.compile(r"\d\s(КБ|МБ)")).wait_for()
    own.locator("[data-own]").check()
    own.locator("[data-take]").click()
    own.locator("progress[data-progress]").wait_for()
    own.locator("[data-cancel]").click()
    own.locator("[data-take]").wait_for()
    own.unroute("**/pages/lesson/**")
    own.reload()


def answers_somehow(form):
    """Answer a kept question somehow."""
    fields = form.locator("fieldset :is(input, select)")
    match fields.first.evaluate("field => field.type"):
        case "select-one":
            for field in fields.all():
                field.select_option(index=1)
        case "text":
            fields.first.fill("15")
        case _:
            fields.first.check()


def sees_it_elsewhere(page, her):
    """14: the desktop shows the same."""
    page.goto("/kk/account/login/")
    sign_in(page, her["staff_number"], people.PASSWORD)
    page.goto("/kk/courses/c1/")
    assert page.locator("main .step-done").count() == 5


def practises(page, right):
    """15: told for each choice and by which clause, again until right, then what is new."""
    page.locator("main a[href$='/practice/']").click()
    walking.press(page.locator("main .actions a").first)
    form = page.locator("form.question")
    while not form.locator("fieldset [type=radio]").count():
        answers_somehow(form)
        walking.press(form.locator("button[type=submit]").first)
        walking.press(form.locator(".actions a").first)
    asked = page.url.partition("#")[0]
    ((_label, (words,)),) = right[form.locator("h1").inner_text()]
    said = page.get_by_text(words, exact=True)
    for choices in ({"has_not": said}, {"has": said}):
        form.locator(".choice").filter(**choices).locator("input").first.check()
        walking.press(form.locator("button[type=submit]").first)
        assert form.locator(".choice-feedback").first.inner_text()
        assert form.locator(".check-result a[href^='/kk/']").count()
    assert form.locator(".choice-right").count()
    walking.press(form.locator(".actions a").first)
    assert page.url.partition("#")[0] != asked
    assert not form.locator(".check-result").count()
