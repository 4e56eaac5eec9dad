"""Steps 6 to 11: lessons by keyboard, on a slow line, in another language; a scenario."""

import itertools
import re

from tests.browser import looking, walking
from tests.browser.journey import learners

#: A line of 400 kbit/s that takes 400 ms each way.
_SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000}


def reads_by_keyboard(page):
    """6, 7: the outline with its weight and law, then a lesson without a mouse."""
    walking.press(page.locator(".next-step .button"))
    page.goto("/kk/courses/c1/")
    notes = page.locator("main .step-note").all_inner_texts()
    assert len(notes) == 12
    lessons = [one for one in notes if re.search(r"\d+\sмин · \d+\s(КБ|МБ)", one)]
    assert len(lessons) >= 11
    law = page.locator(".definitions a")
    assert law.filter(has_text="76").count()
    assert all(one.get_attribute("href") for one in law.all())

    page.goto("/kk/courses/c1/l1-1/")
    page.keyboard.press("Tab")
    assert "skip-link" in looking.focus(page)["what"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached, hidden = looking.walk(page)
    assert hidden == []
    assert len(reached) > 15
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    page.locator("form:has([name=action][value=done]) button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/kk/courses/c1/l1-2/")
    walking.press(page.locator("form:has([name=action][value=done]) button"))
    page.goto("/kk/courses/c1/")
    assert page.locator("main .step-done").count() == 2


def reads_on_a_slow_line(page):
    """8, 9: words before the film, its size and its text; a language that is missing."""
    page.goto("/kk/courses/journey/")
    walking.press(page.locator("form[action$='/join/'] button"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions", _SLOW | {"uploadThroughput": 50_000}
    )
    loaded = {}
    devtools.on(
        "Network.responseReceived",
        lambda told: loaded.update({told["requestId"]: told["type"]}),
    )
    weights = []
    devtools.on(
        "Network.loadingFinished",
        lambda told: weights.append(
            (loaded.get(told["requestId"]), told["encodedDataLength"])
        ),
    )
    page.goto("/kk/courses/journey/l1/", wait_until="networkidle")
    first = sum(
        weight for kind, weight in weights if kind in {"Document", "Stylesheet"}
    )
    assert 2 * 0.4 + first / 50_000 < 2.5
    assert "Media" not in {kind for kind, _weight in weights}
    film = page.locator("figure:has(video)")
    assert re.search(r"\d\s(МБ|КБ)", film.inner_text().replace("\xa0", " "))
    film.get_by_text("Мәтіндік нұсқа").click()
    assert film.locator(".prose").is_visible()
    devtools.detach()

    page.goto("/en/courses/journey/l2/")
    assert (
        page.locator(".fallback-note").inner_text().startswith("Not yet available in")
    )
    assert page.locator("h1").get_attribute("lang") == "kk"
    assert page.locator(".prose").first.get_attribute("lang") == "kk"
    assert page.locator(".prose [lang]:not([lang=kk])").count() == 0
    assert looking.faults(page, "en") == []


def plays_a_scenario(page, platform, her):
    """10: a search out of proportion, the rule that it breaks, another way, all kept."""
    page.goto("/kk/courses/c1/s1/")
    scene = page.locator("section.scenario")
    choices, steps = scene.locator("form.check [name=choice]"), 0
    rule = scene.locator(".principle a", has_text=re.compile(r"\b36\b"))
    for place in range(choices.count()):
        choices.nth(place).check()
        walking.press(scene.locator("form.check button"))
        steps += 1
        if rule.count():
            break
        walking.press(scene.locator("[value=back]"))
    assert re.search("/kk/.*36", rule.first.get_attribute("href"))
    walking.press(scene.locator("[value=back]"))
    assert choices.count() > 1
    walking.play(page)
    assert scene.locator(".check-result").is_visible()
    ((note,),) = [
        list(notes.values())
        for slug, notes in learners.record(platform, her)["notes"].items()
        if slug == "s1"
    ]
    assert len(note["path"]) > steps


def leaves_in_the_middle(page, her):
    """11: whoever opens the browser next finds the door, and nothing of her."""
    page.goto("/kk/courses/c1/l1-3/")
    walking.press(page.locator("form:has([name=action][value=done]) button"))
    assert page.url.endswith("/l2-1/")
    page.locator("[data-place]").nth(2).evaluate(
        "block => block.scrollIntoView({behavior: 'instant'})"
    )
    page.wait_for_function("() => scrollY > 300")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    with page.expect_request("**/place/"):
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    cookies = page.context.cookies()
    kept = [one for one in cookies if one["expires"] > 0]  # the browser is closed
    assert "sessionid" not in {one["name"] for one in kept}
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.goto("/kk/my/")
    assert "/kk/account/login/" in page.url
    page.go_back()
    for word in (her["name"], her["staff_number"]):
        assert word not in page.content()
    assert walking.stored(page) == [{}, {}, [], []]
