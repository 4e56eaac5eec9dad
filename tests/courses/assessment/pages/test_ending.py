"""Handing in, time that runs out, and cases."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.assessment.attempts import attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, Response
from elearning.audit.models import Entry
from tests.courses.assessment.pages.addresses import (
    MINUTE,
    at,
    result_url,
    run_out,
    start_url,
)
from tests.factories.assessment import answer, case_facts, exam_enrolment, served

pytestmark = pytest.mark.django_db


def test_overview_and_hand_in_count_what_is_open(learner, attempt):
    learner.post(
        at("question", attempt, 1),
        served(attempt, 1, choice="a") | {"sequence": 1, "go": "flag"},
    )

    overview = learner.get(at("overview", attempt))
    asked = learner.get(at("hand-in", attempt))

    sheet = overview.context["sheet"]
    assert [len(sheet.unanswered), len(sheet.flagged)] == [3, 1]
    assert len(asked.context["consequences"]) == 3
    assert Attempt.objects.get().is_open, "looking hands nothing in"


def test_hand_in_twice_is_one_result(learner, attempt):
    first = learner.post(at("hand-in", attempt))
    second = learner.post(at("hand-in", attempt))

    assert first.url == second.url == result_url(attempt)
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1


def test_back_after_hand_in_leads_to_the_result(learner, attempt):
    answer(attempt, at=timezone.now())
    learner.post(at("hand-in", attempt))

    pages = [
        learner.get(at(name, attempt, 1))
        for name in ("question", "overview", "hand-in", "sheet")
    ]
    saved = learner.post(at("question", attempt, 1), {"choice": "b", "sequence": 9})
    told = learner.post(
        at("question", attempt, 1),
        {"choice": "b", "sequence": 9},
        headers={"Accept": "application/json"},
    )

    assert {page.url for page in [*pages, saved]} == {result_url(attempt)}
    assert (told.status_code, told.json()["url"]) == (409, result_url(attempt))
    assert Response.objects.count() == 4


@pytest.mark.parametrize("name", ["question", "overview", "hand-in", "sheet"])
def test_when_the_clock_has_run_out_every_page_leads_to_the_result(
    learner, attempt, name
):
    answer(attempt, at=timezone.now())
    run_out(attempt)

    page = learner.get(at(name, attempt, 1))

    assert page.url == result_url(attempt)
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.passed) == ("clock", True)


def test_an_answer_after_the_end_is_refused_and_the_rest_is_marked(learner, attempt):
    run_out(attempt)

    refused = learner.post(at("question", attempt, 1), {"choice": "a", "sequence": 1})

    assert refused.url == result_url(attempt)
    assert not Response.objects.exists()
    assert not Attempt.objects.open().exists()


def test_result_names_topics_and_no_right_answers(learner, attempt):
    answer(attempt, wrong={1, 2}, at=timezone.now())
    learner.post(at("hand-in", attempt))

    page = learner.get(result_url(attempt))

    assert "50" in page.content.decode()
    assert "Жауап" not in page.content.decode()
    assert page.context["opens_at"] == attempt_end() + 24 * 60 * MINUTE
    assert [(t.right, t.total) for t in page.context["topics"]] == [(2, 4)]


def test_result_is_for_its_learner_once_it_is_there(client, learner, attempt):
    assert learner.get(result_url(attempt)).url == attempt.get_absolute_url()
    attempt_marking.mark_attempt(attempt, at=timezone.now())
    client.force_login(exam_enrolment().learner.user)

    assert client.get(result_url(attempt)).status_code == 404


def test_after_a_failed_attempt_the_start_page_says_when_and_shows_it(learner, attempt):
    attempt_marking.mark_attempt(attempt, at=timezone.now())

    page = learner.get(start_url(attempt.enrolment))

    assert [reason.code for reason in page.context["reasons"]] == ["waiting"]
    assert result_url(attempt) in page.content.decode()
    assert attempt_start.find_open_attempt(attempt.enrolment) is None


def test_after_a_pass_the_start_page_leads_to_the_result(learner, attempt):
    answer(attempt, at=timezone.now())
    attempt_marking.mark_attempt(attempt, at=timezone.now())

    assert learner.get(start_url(attempt.enrolment)).url == result_url(attempt)


def attempt_end():
    return Attempt.objects.get().handed_in_at


@pytest.fixture
def with_case(client):
    """An exam of two questions of a case and one by itself, begun in a browser."""
    enrolment = exam_enrolment(
        [*case_facts(2, 1), {}], paper={"questions": 3, "pass_mark": 60}
    )
    client.force_login(enrolment.learner.user)
    page = client.get(start_url(enrolment))
    client.post(start_url(enrolment), {"hold": page.context["hold"]})
    return Attempt.objects.get()


def test_questions_of_a_case_are_asked_in_their_order_below_its_text(client, with_case):
    items = list(with_case.items.order_by("position").select_related("question"))
    first, second = (item for item in items if item.question.case)

    pages = [
        client.get(at("question", with_case, item.position)).content.decode()
        for item in items
    ]

    assert (first.question.place, second.question.place) == (1, 2)
    assert second.position == first.position + 1
    told = ["Оқиға: бірінші." in page for page in pages]
    assert told == [bool(item.question.case) for item in items]
    folded = [
        'class="details case" open' in pages[item.position - 1]
        for item in (first, second)
    ]
    assert folded == [True, False]
    page = pages[first.position - 1]
    assert page.index("Оқиға: екінші.") < page.index("<fieldset>")


def test_the_sheet_keeps_the_case_as_the_page_has_it(client, with_case):
    sheet = client.get(at("sheet", with_case)).content.decode()

    for item in with_case.items.filter(question__case__isnull=False):
        page = client.get(at("question", with_case, item.position)).content.decode()
        (case,) = re.findall(
            r"<details class=\"details case.*?</details>", page, re.DOTALL
        )
        assert case in sheet


def test_the_case_takes_no_query_more(client, with_case):
    asked = [item.position for item in with_case.items.order_by("question__case")]
    counts = []
    for position in (asked[0], asked[-1]):
        with CaptureQueriesContext(connection) as queries:
            client.get(at("question", with_case, position))
        counts.append(len(queries))

    assert counts[0] == counts[1]
