"""A computer that many use: what the next person finds, and what a late return loses."""

import pytest

from tests.browser import people, walking

_KEPT = """async () => JSON.stringify([
  localStorage, sessionStorage,
  (await indexedDB.databases()).map(one => one.name), await caches.keys(),
])"""
_LET_LIE = """
import json
from elearning.accounts.sessions import SessionStore
for key in {sessions}:
    session = SessionStore(key)
    session["seen_at"] = 1
    session.save()
print(json.dumps(True))
"""


@pytest.fixture(scope="module")
def learners(platform):
    return people.learners(platform, 2, read=2)


def sign_in(page, staff_number, password):
    page.fill("[name=login]", staff_number)
    page.fill("[name=password]", password)
    walking.press(page.locator("main button[type=submit]"))


def test_ended_session_shows_nothing_to_the_next_person(platform, visit, learners):
    learner = learners[0]
    page = people.as_learner(visit("desk", "kk"), platform, learner)
    for path in ("/kk/my/records/", "/kk/my/", "/kk/courses/c1/"):
        page.goto(path)
    assert learner["name"] in page.content()

    walking.press(page.locator(".button-session:visible"))
    assert "/kk/account/login/" in page.url
    assert {cookie["name"] for cookie in page.context.cookies()} <= {
        "csrftoken",
        "django_language",
    }
    for _step in range(3):
        page.go_back()
        assert "/kk/account/login/" in page.url
        assert learner["name"] not in page.content()
        assert learner["staff_number"] not in page.content()
    assert page.evaluate(_KEPT) == "[{},{},[],[]]"


def test_exam_goes_on_after_a_session_that_ended_unnoticed(platform, visit, learners):
    page = people.as_learner(visit("phone", "kk"), platform, learners[1])
    page.goto(f"/kk/exams/{learners[1]['enrolment']}/")
    page.locator("main form button").last.click()
    saved = walking.choose(page)
    page.locator("[data-saved]:visible").wait_for()
    sessions = [learners[1]["session"]]
    walking.facts(platform, _LET_LIE.format(sessions=sessions))

    walking.choose(page, place=1)
    page.locator("[data-refused]:visible").wait_for()
    page.reload()
    assert "/kk/account/login/" in page.url
    assert page.locator(".messages").is_visible()

    sign_in(page, learners[1]["staff_number"], people.PASSWORD)
    walking.press(page.locator("form[action$='/continue/'] button"))
    page.wait_for_selector("form.question")
    assert walking.held(page) == saved
    assert page.locator(".navigator .answered").count() == 1


def test_form_sent_after_the_session_ended_leads_to_the_sign_in(
    platform, visit, learners
):
    page = visit("phone", "kk", java_script_enabled=False)
    page.goto("/kk/account/login/")
    sign_in(page, learners[1]["staff_number"], people.PASSWORD)
    page.goto("/kk/courses/c1/l1-1/")
    (session,) = (
        c["value"] for c in page.context.cookies() if c["name"] == "sessionid"
    )
    walking.facts(platform, _LET_LIE.format(sessions=[session]))

    walking.press(page.locator("form:has([name=action][value=done]) button"))
    assert "/kk/account/login/" in page.url
    assert page.locator(".messages").is_visible()
    sign_in(page, learners[1]["staff_number"], people.PASSWORD)
    assert page.url.endswith("/kk/courses/c1/l1-1/")


def test_wrong_password_and_unknown_person_hear_the_same(visit, learners):
    page = visit("phone", "ru")
    heard = []
    for number in (learners[0]["staff_number"], "987654", learners[0]["staff_number"]):
        page.goto("/ru/account/login/")
        sign_in(page, number, "не-тот-пароль-1")
        heard.append(page.locator("[data-error-summary]").inner_text())

    assert heard[0]
    assert len(set(heard)) == 1
