"""A strip on every page says that an exam is under way, until when, and leads back to it."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment.marks import attempt_marking
from courses.learner.training_overview import build_training_overview
from tests.courses.assessment.pages.addresses import at, start_url
from tests.factories.assessment import answer, begin, exam_enrolment
from tests.factories.courses import EnrolmentFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

PAGES = ["learner:certificates", "learner:records", "notices:list", "content:catalogue"]


def seen(browser, address):
    """The strip of a page in English; nothing where there is none."""
    with translation.override("en"):
        page = browser.get(address.replace("/kk/", "/en/", 1)).text
    start = page.find('<section class="strip"')
    return page[start : page.find("</section>", start)] if start >= 0 else ""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_until_when_the_exam_goes_and_leads_back(
    learner, enrolment, attempt, name
):
    ends = timezone.localtime(attempt.ends_at)

    strip = seen(learner, reverse(name))

    assert f"Your exam is under way, until {ends:%H:%M}" in strip
    assert f'href="/en/exams/{enrolment.key}/"' in strip


def test_strip_is_for_the_learner_and_only_while_the_exam_goes(
    client, learner, attempt, time_machine
):
    assert seen(learner, reverse(PAGES[0]))
    client.force_login(StaffMemberFactory().user)
    assert not seen(client, reverse(PAGES[0]))
    client.force_login(attempt.enrolment.learner.user)
    time_machine.move_to(attempt.ends_at)
    assert not seen(client, reverse(PAGES[0]))


def test_pages_of_the_exam_have_their_own_clock_instead(learner, attempt):
    hold = f"?w={attempt.hold}"

    for name in ("question", "overview", "hand-in"):
        assert not seen(learner, at(name, attempt) + hold)
    assert not seen(learner, start_url(attempt.enrolment))


def test_who_sits_no_exam_pays_no_query(client):
    client.force_login(exam_enrolment().learner.user)

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("notices:list"))

    sqls = [one["sql"] for one in asked]
    assert sum("assessment_attempt" in sql for sql in sqls) == 1  # with the user
    assert not [sql for sql in sqls if sql.startswith('SELECT "assessment_attempt"')]


def test_no_kept_part_of_a_page_holds_the_strip(learner, attempt):
    for name in PAGES:
        learner.get(reverse(name))

    assert not seen(learner, reverse("device:shell"))
    kept = caches["template_fragments"]._cache.values()
    assert not any(b"strip" in part and b"under way" in part for part in kept)
    assert not any("жүріп жатыр".encode() in part for part in kept)


def test_first_card_of_home_is_the_exam_under_way(learner, enrolment, attempt):
    soon = timezone.localdate() + timedelta(days=1)
    EnrolmentFactory(learner=enrolment.learner, due=soon)
    with translation.override("en"):
        found = build_training_overview(enrolment.learner, timezone.now())
        page = learner.get("/en/my/").text

    ends = timezone.localtime(attempt.ends_at)
    assert found.now.title == f"Your exam is under way, until {ends:%H:%M}"
    assert (found.now.action_label, found.now.minutes) == ("Continue", 0)
    assert found.now.url == f"/en/exams/{enrolment.key}/"
    assert page.count("Your exam is under way") == 1
    assert "min left" not in page.partition("</section>")[0]


def test_of_two_exams_under_way_the_one_that_ends_first_is_told(learner, attempt):
    longer = exam_enrolment(learner=attempt.enrolment.learner)
    begin(longer, at=attempt.started_at + timedelta(minutes=1))
    ends = timezone.localtime(attempt.ends_at)

    with translation.override("en"):
        found = build_training_overview(attempt.enrolment.learner, timezone.now())

    assert f"until {ends:%H:%M}" in seen(learner, reverse(PAGES[0]))
    assert f"until {ends:%H:%M}" in found.now.title
    assert [(one.enrolment, one.note) for one in found.others] == [
        (longer, longer.course.titles["en"])
    ]


def test_course_leads_back_to_the_exam_under_way(learner, attempt):
    course = attempt.enrolment.course
    with translation.override("en"):
        page = learner.get(f"/en/courses/{course.slug}/").text

    assert "Continue the exam" in page
    assert "Go to the final exam" not in page


def test_attempt_under_way_is_not_told_among_those_left(learner, enrolment):
    with translation.override("en"):
        before = dict(learner.get(start_url(enrolment)).context["facts"])
        begin(enrolment, at=timezone.now())
        page = learner.get(start_url(enrolment))
        during = dict(page.context["facts"])

    assert before["Attempts left"] == "3 of 3"
    assert during["Attempts left"] == "2 after this one"
    assert "you have 40 minutes" not in page.text


def test_after_a_failed_attempt_those_left_are_told_alike(learner, enrolment):
    attempt = begin(enrolment, at=timezone.now())
    answer(attempt, wrong={1, 2, 3})
    attempt_marking.mark_attempt(attempt, at=timezone.now(), by=enrolment.learner.user)

    with translation.override("en"):
        facts = dict(learner.get(start_url(enrolment)).context["facts"])
        result = learner.get(reverse("learner:result", args=[attempt.key]))

    assert facts["Attempts left"] == "2 of 3"
    assert result.context["none_left"] is False
