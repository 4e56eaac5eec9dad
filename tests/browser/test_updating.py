"""A guideline changes under a certificate: its holder reads the change and answers, by keyboard."""

import re

import pytest

from tests.browser import looking, people, walking

_CHANGE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone, translation
from content.demo.demo_accounts import get_demo_staff_member, get_demo_user
from courses.assessment.bank import question_states
from elearning.staff.models import Establishment
from tests.factories.accounts import UserFactory
from tests.factories.assessment import reaffirm
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory
from tests.factories.updating import (
    DAY, change, edition_citing, guideline, held, questions_of)
with translation.override("kk"):
    user = UserFactory(staff_number="790001")
    holder = StaffMemberFactory(user=user, staff_number="790001", language="kk")
    guideline("1.1", "1.2", code="MG-90")
    edition = edition_citing("MG-90 1.1", asked=2)
    held(edition, learner=holder, passed_on=timezone.localdate() - DAY)
    rule = RequirementFactory(course=edition.course)
    place = Establishment.objects.get(code="north-n2")
    AppointmentFactory(staff_member=holder, establishment=place, post=rule.post)
    trainer, reviewer = get_demo_user("trainer"), get_demo_user("safeguard-reviewer")
    held(edition, learner=get_demo_staff_member("trainer"), passed_on=timezone.localdate() - DAY)
    change("1.1", code="MG-90", at=timezone.now())
    for question in questions_of(edition)[:2]:
        # the trainer is to update the course as well, so a second person decides
        proposal = reaffirm(question, by=trainer, at=timezone.now())
        question_states.decide_state_proposal(
            proposal, is_confirmed=True, reason="Иә", by=reviewer, at=timezone.now(),
            expected=question_states.build_proposal_mark(proposal))
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
(session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(json.dumps({"session": session.session_key, "course": edition.course.code}))
"""


@pytest.fixture(scope="module")
def made(platform):
    return walking.facts(platform, _CHANGE)


def say(page, purpose):
    page.fill("[name=purpose]", purpose)
    walking.press(page.locator("main form.form button[type=submit]"))


def test_office_sees_who_is_to_update_and_how_long_it_takes(visit, enter, made):
    page = looking.listen(visit("phone", "ru"))
    enter(page, "ministry-hr", "ru")
    page.goto("/ru/desk/compliance/numbers/?next=/ru/desk/")
    say(page, "План обновлений")
    waiting = page.locator("section[aria-labelledby=updates]")
    assert waiting.locator(".facts li").count() >= 2
    walking.press(waiting.locator("a"))
    say(page, "План обновлений")
    assert looking.faults(page, "ru", "update-office") == []
    assert looking.overflow(page) <= 0
    walking.press(page.locator("main tr", has_text="790001").locator("th a"))
    assert page.locator("main .state-update-due").count()
    assert page.locator("main .state-expired").count() == 0


def enter_key(page, place):
    """Press Enter on what is there, and wait for the page it leads to."""
    with page.expect_navigation():
        place.press("Enter")


def answer(page):
    """Answer the question on the page by keyboard, and go on."""
    number = page.locator("[data-page]").get_attribute("data-page")
    page.get_by_label("Жауап a", exact=True).press("Space")
    page.locator("[data-saved]:visible").wait_for()
    page.locator("form.question .actions button").first.press("Enter")
    page.wait_for_function(
        "number => !document.querySelector(`[data-page='${number}']`)", arg=number
    )
    page.wait_for_load_state()


def test_holder_reads_what_changed_answers_and_her_certificate_is_up_to_date(
    platform, visit, made
):
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
