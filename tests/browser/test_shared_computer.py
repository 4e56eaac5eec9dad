"""A computer that many use: what the next person finds, and what a late return loses."""

import zipfile

import pytest

from tests.browser import looking, people, walking

ERASURE = "/my/records/erasure/"
TYPED = "Бұрынғы жазбаларымды өшіруді сұраймын"

_LET_LIE = """
import json
from tests.factories.accounts import let_lie
let_lie({sessions}, {ago})
print(json.dumps(True))
"""
#: What is wider than the window without scrolling inside itself.
_CUT = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .filter((one) => !one.closest(".table-scroll"))
    .map((one) => one.outerHTML.slice(0, 90)).slice(0, 5);
}"""
_PAGES = [
    "/kk/my/",
    "/kk/courses/c1/",
    "/kk/courses/c1/l1-1/",
    "/kk/guidelines/",
    "/kk/my/certificates/",
    "/kk/my/records/",
    "/kk/my/records/looks/",
    "/kk/notices/",
    "/kk/search/",
    "/kk/account/sessions/",
    "/kk/account/reading/",
]


@pytest.fixture(scope="module")
def learners(platform):
    return people.learners(platform, 1, read=1)


def sign_in(page, staff_number, password):
    page.fill("[name=login]", staff_number)
    page.fill("[name=password]", password)
    walking.press(page.locator("main button[type=submit]"))


def let_lie(page, platform, seconds):
    """Have nobody touched the session of ``page`` for so long, by the server's clock."""
    cookies = page.context.cookies()
    sessions = [c["value"] for c in cookies if c["name"] == "sessionid"]
    walking.facts(platform, _LET_LIE.format(sessions=sessions, ago=seconds))


def cut(page):
    return page.evaluate(_CUT)


def sit_down(visit, learner, look=("phone", "kk")):
    """Sign in and type a reason that is not sent, under a clock that can be moved on."""
    page = looking.listen(visit(*look))
    page.clock.install()
    page.goto(f"/{look[1]}/account/login/")
    sign_in(page, learner["staff_number"], people.PASSWORD)
    page.goto(f"/{look[1]}{ERASURE}")
    page.fill("main textarea", TYPED)
    pause(page)
    return page


def pause(page):
    """Type nothing for so long that what was typed is kept."""
    with page.expect_response(_is_kept):
        page.clock.run_for(12_000)


def _is_kept(answer):
    return answer.request.method == "POST" and "/unsent/" in answer.url


def walk_away(page, platform):
    """Leave the page alone until it asks, and then for longer than it waits."""
    let_lie(page, platform, 1145)
    page.clock.fast_forward("19:05")
    page.wait_for_selector("dialog[open] [data-idle-stay]:focus")
    let_lie(page, platform, 1300)
    page.clock.fast_forward("01:10")
    page.wait_for_url("**/account/login/")


def test_exam_goes_on_after_a_session_that_ended_unnoticed(platform, visit, learners):
    page = people.as_learner(visit("phone", "kk"), platform, learners[0])
    page.goto(f"/kk/exams/{learners[0]['enrolment']}/")
    page.locator("main form button").last.click()
    saved = walking.choose(page)
    page.locator("[data-saved]:visible").wait_for()
    let_lie(page, platform, 1300)

    walking.choose(page, place=1)
    page.locator("[data-refused]:visible").wait_for()
    page.reload()
    assert "/kk/account/login/" in page.url
    assert page.locator(".messages").is_visible()

    sign_in(page, learners[0]["staff_number"], people.PASSWORD)
    walking.press(page.locator("form[action$='/continue/'] button"))
    page.wait_for_selector("form.question")
    assert walking.held(page) == saved
    assert page.locator(".navigator .answered").count() == 1


def test_form_sent_after_the_session_ended_leads_to_the_sign_in(
    platform, visit, learners
):
    page = visit("phone", "kk", java_script_enabled=False)
    page.goto("/kk/account/login/")
    sign_in(page, learners[0]["staff_number"], people.PASSWORD)
    page.goto("/kk/courses/c1/l1-1/")
    let_lie(page, platform, 1300)

    walking.press(page.locator("form:has([name=action][value=done]) button"))
    assert "/kk/account/login/" in page.url
    assert page.locator(".messages").is_visible()
    sign_in(page, learners[0]["staff_number"], people.PASSWORD)
    assert page.url.endswith("/kk/courses/c1/l1-1/")


@pytest.mark.parametrize("look", [("phone", "kk"), ("desk", "ru")])
def test_the_same_person_finds_again_what_she_had_typed(platform, visit, look):
    size, language = look
    (learner,) = people.learners(platform, 1, language=language)
    page = sit_down(visit, learner, look)
    let_lie(page, platform, 1145)
    page.clock.fast_forward("19:05")
    page.wait_for_selector("dialog[open]")
    assert looking.faults(page, language, f"idle-{size}-{language}") == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert page.input_value("main textarea") == TYPED

    walk_away(page, platform)
    for word in (TYPED, learner["name"], learner["staff_number"]):
        assert word not in page.content()
    sign_in(page, learner["staff_number"], people.PASSWORD)
    assert page.url.endswith(f"/{language}{ERASURE}")
    assert page.input_value("main textarea") == ""
    page.locator("[data-take]:visible").click()
    page.wait_for_selector(".kept-mark:visible")
    assert page.input_value("main textarea") == TYPED
    assert looking.faults(page, language, f"returned-{size}-{language}") == []
    assert looking.overflow(page) <= 0

    walking.press(page.locator("[data-discards] button"))
    assert page.url.endswith(f"/{language}{ERASURE}")
    assert page.input_value("main textarea") == ""
    assert page.locator("[data-discards]").count() == 0


def test_somebody_else_sees_nothing_of_it_and_her_own_page(platform, visit):
    first, second = people.learners(platform, 2)
    page = sit_down(visit, first)
    walk_away(page, platform)

    for _step in range(2):
        page.go_back()
        assert "/kk/account/login/" in page.url
        assert TYPED not in page.content()
    sign_in(page, second["staff_number"], people.PASSWORD)
    assert page.url.endswith("/kk/my/")
    page.goto(f"/kk{ERASURE}")
    assert page.input_value("main textarea") == ""
    assert page.locator("[data-discards]").count() == 0
    assert walking.stored(page) == [{}, {}, [], []]

    walking.press(page.locator(".whose button"))
    sign_in(page, first["staff_number"], people.PASSWORD)
    page.goto(f"/kk{ERASURE}")
    page.locator("[data-take]:visible").click()
    page.wait_for_selector(".kept-mark:visible")
    walking.press(page.locator("main form.form .button[type=submit]"))
    page.goto("/kk/my/")
    page.goto(f"/kk{ERASURE}")
    assert page.locator("[data-discards]").count() == 0


def test_reading_settings_follow_their_owner_to_another_browser(platform, visit):
    (learner,) = people.learners(platform, 1)
    page = looking.listen(people.as_learner(visit("phone", "kk"), platform, learner))
    page.goto("/kk/courses/c1/l1-1/")
    walking.press(page.locator("main a[href*='/account/reading/']"))
    for name in ("largest", "dark"):
        page.check(f"main [value={name}]")
    for name in ("high_contrast", "wide_spacing", "calm_motion"):
        page.check(f"[name={name}]")
    assert page.evaluate("({...document.documentElement.dataset})") == {
        "text": "largest",
        "theme": "dark",
        "contrast": "high",
        "spacing": "wide",
        "motion": "calm",
    }
    walking.press(page.locator("main form button[type=submit]"))
    assert page.url.endswith("/kk/courses/c1/l1-1/")

    other = looking.listen(
        people.as_learner(
            visit("phone", "kk", java_script_enabled=False), platform, learner
        )
    )
    other.goto("/kk/my/")
    assert other.get_attribute("html", "data-text") == "largest"
    for path in _PAGES:
        page.goto(path)
        assert (path, cut(page)) == (path, [])
    assert looking.faults(page, "kk", "largest-phone-kk") == []


@pytest.mark.parametrize("look", [("phone", "kk"), ("desk", "ru")])
def test_data_that_was_taken_away_opens_without_a_connection(
    platform, visit, look, tmp_path
):
    size, language = look
    (learner,) = people.learners(platform, 1, read=1, language=language)
    page = people.as_learner(visit(size, language), platform, learner)
    page.goto(f"/{language}/my/records/")
    with page.expect_download() as download:
        page.click("main a[href$='/records/archive/']")
    download.value.save_as(tmp_path / "my-data.zip")

    with zipfile.ZipFile(tmp_path / "my-data.zip") as pack:
        kept = pack.read("my-data.html").decode()
    reader = looking.listen(visit(size, language))
    reader.context.set_offline(True)
    reader.set_content(kept)  # a page from a file, without any policy
    assert learner["staff_number"] in reader.locator("table").first.inner_text()
    assert looking.faults(reader, language, f"my-data-{size}-{language}") == []
    assert looking.overflow(reader) <= 0
