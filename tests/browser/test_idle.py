"""The end of a session in the studio, in two tabs, and on a computer that slept."""

from tests.browser import looking, people, walking
from tests.browser.test_shared_computer import (
    ERASURE,
    TYPED,
    let_lie,
    pause,
    sign_in,
    walk_away,
)

#: A lesson in Kazakh that is to be translated.
_COURSE = """
import json
from tests.factories.content import CoursePages, text_block
pages = CoursePages(code="IDLE", lessons=[])
kazakh = pages.lesson("l1", [text_block("l1", "Есік алдында.")], ("kk",))["kk"]
print(json.dumps([kazakh.pk, str(kazakh.translation_key)]))
"""
#: The code of the second step, now or so many half minutes ahead: a code works once.
_CODE = """
import json, time
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
moment = int(time.time()) // 30 + {ahead}
print(json.dumps(format_hotp_value(hotp_value({secret!r}, moment))))
"""
_HEADING = "Жарты сағат бойы жазылған тақырып"
_WORDS = "Before the door, half an hour of words."


def _is_saved(answer):
    """Tell whether the studio has saved by itself."""
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def enter(page, platform, learner, ahead=0):
    """Sign in at the door, where it stands open, with the second step of a trainer."""
    sign_in(page, learner["staff_number"], people.PASSWORD)
    if "/2fa/" in page.url:
        program = _CODE.format(secret=people.SECRET, ahead=ahead)
        page.fill("[name=code]", walking.facts(platform, program))
        walking.press(page.locator("main button[type=submit]").first)


def test_trainer_is_warned_in_the_studio_and_finds_again_what_she_typed(
    platform, visit
):
    lesson, unit = walking.facts(platform, _COURSE)
    (trainer,) = people.trainers(platform, 1)
    page = people.as_learner(looking.listen(visit("desk", "kk")), platform, trainer)
    page.clock.install()
    page.goto(f"/studio/pages/{lesson}/edit/")
    page.clock.run_for(5000)  # the studio compares with what it was by then
    page.fill("[name=body-0-value-heading]", _HEADING)
    with page.expect_response(_is_saved) as saved:
        page.clock.run_for(5000)
    assert saved.value.ok

    let_lie(page, platform, 1145)
    page.clock.fast_forward("19:05")
    page.wait_for_selector("dialog[open] [data-idle-stay]:focus")
    looking.picture(page, "idle-studio")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-idle]:not([open])", state="attached")
    walk_away(page, platform)
    assert _HEADING not in page.content()
    enter(page, platform, trainer)
    assert page.url.endswith(f"/studio/pages/{lesson}/edit/")
    assert page.input_value("[name=body-0-value-heading]") == _HEADING

    page.goto(f"/studio/translate/{unit}/en/")
    typed = page.locator(".translation-own [contenteditable=true]").first
    typed.click()
    page.keyboard.type(_WORDS)
    page.fill(".translation-own input[type=text] >> nth=0", "Door")
    pause(page)
    walk_away(page, platform)
    enter(page, platform, trainer, ahead=1)
    assert page.input_value(".translation-own input[type=text] >> nth=0") == ""
    page.locator("[data-take]:visible").click()
    page.get_by_text(_WORDS).first.wait_for()
    assert page.input_value(".translation-own input[type=text] >> nth=0") == "Door"
    looking.picture(page, "idle-studio-returned")
    assert page.said == []


def test_tabs_of_one_session_stay_and_end_together(platform, visit):
    first, second = people.learners(platform, 2)
    page = people.as_learner(looking.listen(visit("desk", "kk")), platform, first)
    other = looking.listen(page.context.new_page())
    for tab in (page, other):
        tab.clock.install()
        tab.goto(f"/kk{ERASURE}")
    other.fill("main textarea", TYPED)
    let_lie(page, platform, 1145)
    for tab in (page, other):
        tab.clock.fast_forward("19:05")
        tab.wait_for_selector("dialog[open]")

    page.locator("[data-idle-stay]").click()
    other.clock.run_for(15_000)
    other.wait_for_selector("[data-idle]:not([open])", state="attached")
    assert other.input_value("main textarea") == TYPED

    walking.press(page.locator(".button-session:visible"))
    other.wait_for_url("**/account/login/")
    for tab in (page, other):
        assert first["name"] not in tab.content()
        assert TYPED not in tab.content()

    sign_in(page, second["staff_number"], people.PASSWORD)
    assert page.url.endswith("/kk/my/")
    page.goto(f"/kk{ERASURE}")
    assert page.input_value("main textarea") == ""


def test_tab_that_slept_while_somebody_else_signed_in_shows_nothing(platform, visit):
    first, second = people.learners(platform, 2)
    page = people.as_learner(looking.listen(visit("phone", "kk")), platform, first)
    page.clock.install()
    page.goto("/kk/my/records/")

    people.as_learner(page, platform, second)  # no page of nobody told this one
    page.clock.pause_at("2100-01-01")
    page.wait_for_url("**/kk/my/")


def test_computer_that_slept_hides_the_page_and_locks_when_it_wakes(platform, visit):
    (learner,) = people.learners(platform, 1)
    page = people.as_learner(looking.listen(visit("desk", "kk")), platform, learner)
    page.clock.install()
    page.goto("/kk/my/records/")
    assert page.locator("h1").is_visible()
    let_lie(page, platform, 3600)
    asked = []
    page.route("**/account/session/**", lambda route: asked.append(route))  # noqa: PLW0108 — Playwright wants its own

    page.clock.fast_forward("01:00:00")  # timers fire once, as after a sleep
    page.wait_for_selector("html[data-locked]", state="attached")
    assert not page.locator("h1").is_visible()
    while not asked:
        page.wait_for_timeout(50)
    asked[0].continue_()
    page.wait_for_url("**/account/login/")
    assert learner["name"] not in page.content()
