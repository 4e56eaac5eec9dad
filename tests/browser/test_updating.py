"""A guideline changes under a certificate: its holder reads the change and answers, by keyboard."""

import re

from tests.browser import looking, people, walking

_CHANGE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone, translation
from courses.assessment.bank import rechecking
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory
from tests.factories.updating import (
    DAY, change, edition_citing, guideline, held, questions_of)
with translation.override("kk"):
    user = UserFactory(staff_number="790001")
    holder = StaffMemberFactory(user=user, staff_number="790001", language="kk")
    guideline("1.1", "1.2", code="MG-90")
    edition = edition_citing("MG-90 1.1", asked=2)
    held(edition, learner=holder, passed_on=timezone.localdate() - DAY)
    change("1.1", code="MG-90", at=timezone.now())
    for question in questions_of(edition)[:2]:
        rechecking.reaffirm(question, reason="Дұрыс", by=user, at=timezone.now())
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
(session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(json.dumps({"session": session.session_key, "course": edition.course.code}))
"""


def enter_key(page, place):
    """Press Enter on what is there, and wait for the page it leads to."""
    with page.expect_navigation():
        place.press("Enter")


def answer(page):
    """Answer the question on the page by keyboard, and go on."""
    number = page.locator("[data-page]").get_attribute("data-page")
    page.locator("form.question [value=a]").press("Space")
    page.locator("[data-saved]:visible").wait_for()
    page.locator("form.question .actions button").first.press("Enter")
    page.wait_for_function(
        "number => !document.querySelector(`[data-page='${number}']`)", arg=number
    )
    page.wait_for_load_state()


def test_holder_reads_what_changed_answers_and_her_certificate_is_up_to_date(
    platform, visit
):
    made = walking.facts(platform, _CHANGE)
    page = looking.listen(visit("phone", "kk"))
    people.as_learner(page, platform, made)
    page.goto("/kk/my/")

    enter_key(page, page.locator(f"main a:has-text('{made['course']} — ')").first)

    assert "/kk/updates/" in page.url
    assert page.locator("main del").count() == page.locator("main ins").count() == 1
    assert looking.faults(page, "kk", "update") == []
    assert looking.overflow(page) <= 0
    reached, hidden = looking.walk(page)
    assert hidden == []
    assert any(one.startswith("<button") and "submit" in one for one in reached)
    enter_key(page, page.locator("main form button").last)
    for _question in range(2):
        answer(page)
    enter_key(page, page.locator("main .actions a").first)
    enter_key(page, page.locator("main form button").first)
    page.wait_for_url(re.compile("/results?/"))

    assert "Сертификатыңыз қайтадан жаңартылды" in page.locator("h1").inner_text()
    assert looking.faults(page, "kk", "updated") == []
    page.goto("/kk/my/")
    assert page.locator("main a[href*='/updates/']").count() == 0
