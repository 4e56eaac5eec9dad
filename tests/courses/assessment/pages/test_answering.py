"""Answering without script, in one window."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment.models import Attempt, Response
from tests.courses.assessment.pages.addresses import (
    at,
    start_url,
)
from tests.factories.assessment import answer, exam_enrolment, served

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "data",
    [
        {"choice": "x", "sequence": 1},
        {"choice": "a", "sequence": 1},
        {"choice": ["a", "b"], "sequence": 1},
        {"choice": "a", "sequence": "minus one"},
        {"choice": "a"},
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(learner, attempt, data):
    page = learner.post(at("question", attempt, 1), data)
    answer = learner.post(
        at("question", attempt, 1), data, headers={"Accept": "application/json"}
    )

    assert page.status_code == 400
    assert len(page.context["messages"]) == 1
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"choice": "a" * 3_000_000}, 400),
        ({f"choice{number}": "a" for number in range(30_000)}, 413),
    ],
    ids=["a field that is huge", "fields without end"],
)
def test_what_is_too_large_for_any_answer_is_refused(learner, attempt, data, status):
    page = learner.post(at("question", attempt, 2), data | {"sequence": 1})

    assert page.status_code == status
    assert not Response.objects.exists()


def test_every_button_saves(learner, attempt):
    def press(position, go, sequence=1):
        choice = served(attempt, position, choice="a")
        data = choice | {"sequence": sequence, "go": go}
        return learner.post(at("question", attempt, position), data).url

    where = [
        press(1, "next"),
        press(2, "previous"),
        press(3, "flag"),
        press(4, "next"),
        press(1, "overview", 2),
    ]

    overview = at("overview", attempt)
    assert [re.search(r"q=(\d)", url)[1] if "q=" in url else url for url in where] == [
        "2",
        "1",
        "3",
        overview,
        overview,
    ]
    assert Response.objects.count() == 5
    assert attempt.items.get(flagged=True).position == 3


def test_next_without_a_choice_leaves_the_question_unanswered(learner, attempt):
    learner.post(at("question", attempt, 1), {"sequence": 1, "go": "next"})

    assert not Response.objects.exists()


def test_an_answer_sent_late_does_not_undo_a_later_one(learner, attempt):
    url = at("question", attempt, 1)
    first, later = served(attempt, 1, choice="b"), served(attempt, 1, choice="a")
    learner.post(url, first | {"sequence": 5})

    page = learner.post(url, later | {"sequence": 2}, follow=True)
    told = learner.post(
        url, later | {"sequence": 5}, headers={"Accept": "application/json"}
    ).json()

    assert len(page.context["messages"]) == 1
    assert told["kept"] is False
    assert Response.objects.get().given == ["b"]


def test_autosave_answers_with_time_and_place_in_the_list(learner, attempt):
    told = learner.post(
        at("question", attempt, 2),
        served(attempt, 2, choice="a") | {"sequence": 1, "go": "flag"},
        headers={"Accept": "application/json"},
    ).json()

    assert re.fullmatch(r"\d\d:\d\d", told["saved_at"])
    assert told["kept"] is True
    assert 2390 < told["seconds_left"] <= 2400
    assert told["place"].count('class="answered"') == 1
    assert "<svg" in told["place"]


def test_autosave_takes_four_queries_with_those_of_the_session(learner, attempt):
    choice = served(attempt, 2, choice="a")

    def autosave(number):
        learner.post(
            at("question", attempt, 2),
            choice | {"sequence": number},
            headers={"Accept": "application/json"},
        )

    autosave(1)
    with CaptureQueriesContext(connection) as queries:
        autosave(2)

    asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(asked) == 4  # session, user, question, answer


def test_question_page_takes_the_same_queries_for_any_number(
    client, django_assert_max_num_queries
):
    counts = []
    for number in (1, 3):
        enrolment = exam_enrolment([{}] * 4, paper={"questions": number})
        client.force_login(enrolment.learner.user)
        hold = client.get(start_url(enrolment)).context["hold"]
        client.post(start_url(enrolment), {"hold": hold})
        attempt = enrolment.attempts.get()
        answer(attempt, at=timezone.now())
        with django_assert_max_num_queries(12) as queries:
            client.get(at("question", attempt, 1))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_sheet_has_every_question_once(learner, attempt):
    sheet = learner.get(at("sheet", attempt)).content.decode()

    assert re.findall(r'data-page="(\d)"', sheet) == ["1", "2", "3", "4"]


def test_the_sheet_leaves_out_the_question_that_is_on_the_page(learner, attempt):
    page = learner.get(at("question", attempt, 2)).content.decode()
    address = html.unescape(re.search(r'data-sheet="([^"]*)"', page)[1])

    sheet = learner.get(address).content.decode()

    assert re.findall(r'data-page="(\d)"', sheet) == ["1", "3", "4"]


def test_a_lost_link_that_the_page_tells_of_is_kept_beside_the_answer(learner, attempt):
    learner.post(
        at("question", attempt, 1),
        served(attempt, 1, choice="a") | {"sequence": 2, "lost": "90"},
        headers={"Accept": "application/json"},
    )

    assert attempt.events.get().kind == "link"
    assert Response.objects.get().given == ["a"]


def test_a_second_tab_is_refused_and_the_first_goes_on(learner, attempt):
    bare = learner.get(reverse("assessment:question", args=[attempt.key]))
    copied = learner.get(at("question", attempt, 1), headers={"Sec-Fetch-Site": "none"})

    assert [bare.status_code, copied.status_code] == [409, 409]
    assert learner.get(at("question", attempt, 1)).status_code == 200


def test_another_device_is_refused_even_with_the_address(client, attempt):
    elsewhere = client.__class__()
    elsewhere.force_login(attempt.enrolment.learner.user)

    page = elsewhere.get(at("question", attempt, 1))
    told = elsewhere.post(
        at("question", attempt, 1),
        {"choice": "a", "sequence": 1},
        headers={"Accept": "application/json"},
    )

    assert page.status_code == told.status_code == 409
    assert told.json()["elsewhere"] is True
    assert not Response.objects.exists()


def test_continuing_on_another_device_closes_the_first(client, learner, attempt):
    choice = served(attempt, 1, choice="b")
    learner.post(at("question", attempt, 1), choice | {"sequence": 1})
    phone = client.__class__()
    phone.force_login(attempt.enrolment.learner.user)

    moved = phone.post(reverse("assessment:move", args=[attempt.key]), {"q": 1})

    (name,) = choice["choice"]
    assert f'value="{name}" id="q1-{name}" checked' in (
        phone.get(moved.url).content.decode()
    )
    assert learner.get(at("question", attempt, 1)).status_code == 409
    assert learner.post(at("hand-in", attempt)).status_code == 409
    assert Attempt.objects.get().is_open
    assert attempt.events.get().kind == "device"


def test_window_is_told_the_new_end_when_minutes_were_given(learner, attempt):
    Attempt.objects.filter(pk=attempt.pk).update(
        ends_at=attempt.ends_at + timedelta(minutes=5), extra_minutes=5
    )

    with translation.override("en"):
        answer = learner.post(
            at("question", attempt, 1),
            served(attempt, 1, choice="a") | {"sequence": 1},
            headers={"Accept": "application/json"},
        )

    end = timezone.localtime(attempt.ends_at) + timedelta(minutes=5)
    assert answer.json()["ends"] == (f"Ends at {end:%H:%M}, with 5 min of extra time")
