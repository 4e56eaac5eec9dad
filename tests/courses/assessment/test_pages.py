"""The pages of an exam, without script: bad turns first."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment import marking, sitting
from courses.assessment.models import Attempt, Response
from elearning.audit.models import Entry
from tests.factories.assessment import answer, begin, case_facts, exam_enrolment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrolment():
    return exam_enrolment()


@pytest.fixture
def learner(client, enrolment):
    """The browser of the learner."""
    client.force_login(enrolment.learner.user)
    return client


@pytest.fixture
def attempt(learner, enrolment):
    """An exam begun in the learner's browser."""
    page = learner.get(start_url(enrolment))
    learner.post(start_url(enrolment), {"hold": page.context["hold"]})
    return Attempt.objects.get()


def start_url(enrolment):
    return reverse("assessment:start", args=[enrolment.key])


def at(name, attempt, position=None, hold=None):
    query = f"?w={hold or attempt.hold}" + (f"&q={position}" if position else "")
    return reverse(f"assessment:{name}", args=[attempt.key]) + query


def result_url(attempt):
    return reverse("learner:result", args=[attempt.key])


def run_out(attempt):
    """Put the attempt's clock in the past."""
    long_ago = timezone.now() - 90 * MINUTE
    Attempt.objects.update(started_at=long_ago, ends_at=long_ago + 40 * MINUTE)
    attempt.refresh_from_db()


# --- Strangers ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["question", "sheet", "overview", "hand-in"])
def test_an_attempt_of_somebody_else_is_not_found(client, name):
    attempt, other = begin(), exam_enrolment()
    client.force_login(other.learner.user)

    assert client.get(at(name, attempt)).status_code == 404
    assert client.get(start_url(attempt.enrolment)).status_code == 404


def test_posts_to_somebody_elses_attempt_change_nothing(client):
    attempt, other = begin(), exam_enrolment()
    client.force_login(other.learner.user)
    data = {"choice": "a", "sequence": 1}

    answers = [
        client.post(at(name, attempt, 1), data)
        for name in ("question", "hand-in", "move")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Response.objects.exists()
    assert Attempt.objects.open().get().hold == attempt.hold


def test_unknown_and_signed_out(client, learner):
    assert learner.get(reverse("assessment:start", args=[uuid4()])).status_code == 404
    learner.logout()
    assert learner.get(reverse("assessment:start", args=[uuid4()])).status_code == 302


# --- Starting -------------------------------------------------------------------------


def test_start_page_lists_what_is_missing_and_has_no_button(client):
    enrolment = exam_enrolment(read=False)
    client.force_login(enrolment.learner.user)
    lesson = enrolment.edition.steps[0].version.unit

    page = client.get(start_url(enrolment))
    refused = client.post(start_url(enrolment), {"hold": "x"})

    assert reverse("content:lesson", args=[enrolment.course.slug, lesson.slug]) in (
        page.content.decode()
    )
    assert 'name="hold"' not in page.content.decode()
    assert refused.url == start_url(enrolment)
    assert not Attempt.objects.exists()


def test_start_clicked_twice_begins_one_attempt(learner, enrolment):
    hold = learner.get(start_url(enrolment)).context["hold"]

    first = learner.post(start_url(enrolment), {"hold": hold})
    second = learner.post(start_url(enrolment), {"hold": hold})

    attempt = Attempt.objects.get()
    assert first.url == second.url
    assert learner.get(first.url).status_code == 200
    assert attempt.hold == hold


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(learner, attempt, language):
    with translation.override(language):
        pages = [
            learner.get(at(name, attempt, 1))
            for name in ("question", "overview", "hand-in")
        ]
        pages.append(learner.get(start_url(attempt.enrolment)))

    assert [page.status_code for page in pages] == [200] * 4
    assert all(f'<html lang="{language}"' in page.content.decode() for page in pages)
    stem = {"kk": "Сұрақ", "ru": "Вопрос", "en": "Question"}[language]
    assert re.search(f"<h1[^>]*>{stem} ", pages[0].content.decode())


def test_the_exam_goes_on_in_another_language(learner, attempt):
    learner.post(at("question", attempt, 1), {"choice": "b", "sequence": 1})

    with translation.override("ru"):
        page = learner.get(at("question", attempt, 1)).content.decode()

    assert re.search(r'value="b" id="q1-b" checked', page)


# --- Answering ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"choice": "x", "sequence": 1},
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
    "data",
    [{"choice": "a" * 3_000_000}, {f"choice{number}": "a" for number in range(1500)}],
    ids=["a field that is huge", "fields without end"],
)
def test_what_is_too_large_for_any_answer_is_refused(learner, attempt, data):
    page = learner.post(at("question", attempt, 2), data | {"sequence": 1})

    assert page.status_code == 400
    assert not Response.objects.exists()


def test_every_button_saves(learner, attempt):
    def press(position, go, sequence=1):
        data = {"choice": "a", "sequence": sequence, "go": go}
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
    learner.post(url, {"choice": "b", "sequence": 5})

    page = learner.post(url, {"choice": "a", "sequence": 2}, follow=True)
    told = learner.post(
        url, {"choice": "a", "sequence": 5}, headers={"Accept": "application/json"}
    ).json()

    assert len(page.context["messages"]) == 1
    assert told["kept"] is False
    assert Response.objects.get().given == ["b"]


def test_autosave_answers_with_time_and_place_in_the_list(learner, attempt):
    told = learner.post(
        at("question", attempt, 2),
        {"choice": "a", "sequence": 1, "go": "flag"},
        headers={"Accept": "application/json"},
    ).json()

    assert re.fullmatch(r"\d\d:\d\d", told["saved_at"])
    assert told["kept"] is True
    assert 2390 < told["seconds_left"] <= 2400
    assert told["place"].count('class="answered"') == 1
    assert "<svg" in told["place"]


def test_autosave_takes_four_queries_with_those_of_the_session(learner, attempt):
    def autosave(number):
        learner.post(
            at("question", attempt, 2),
            {"choice": "a", "sequence": number},
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


def test_a_lost_link_that_the_page_tells_of_is_kept_beside_the_answer(learner, attempt):
    learner.post(
        at("question", attempt, 1),
        {"choice": "a", "sequence": 2, "lost": "90"},
        headers={"Accept": "application/json"},
    )

    assert attempt.events.get().kind == "link"
    assert Response.objects.get().given == ["a"]


# --- Windows --------------------------------------------------------------------------


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
    learner.post(at("question", attempt, 1), {"choice": "b", "sequence": 1})
    phone = client.__class__()
    phone.force_login(attempt.enrolment.learner.user)

    moved = phone.post(reverse("assessment:move", args=[attempt.key]), {"q": 1})

    assert re.search(
        r'value="b" id="q1-b" checked', phone.get(moved.url).content.decode()
    )
    assert learner.get(at("question", attempt, 1)).status_code == 409
    assert learner.post(at("hand-in", attempt)).status_code == 409
    assert Attempt.objects.get().is_open


# --- The end --------------------------------------------------------------------------


def test_overview_and_hand_in_count_what_is_open(learner, attempt):
    learner.post(
        at("question", attempt, 1), {"choice": "a", "sequence": 1, "go": "flag"}
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
    marking.mark(attempt, at=timezone.now())
    client.force_login(exam_enrolment().learner.user)

    assert client.get(result_url(attempt)).status_code == 404


def test_after_a_failed_attempt_the_start_page_says_when_and_shows_it(learner, attempt):
    marking.mark(attempt, at=timezone.now())

    page = learner.get(start_url(attempt.enrolment))

    assert [reason.code for reason in page.context["reasons"]] == ["waiting"]
    assert result_url(attempt) in page.content.decode()
    assert sitting.open_attempt(attempt.enrolment) is None


def test_after_a_pass_the_start_page_leads_to_the_result(learner, attempt):
    answer(attempt, at=timezone.now())
    marking.mark(attempt, at=timezone.now())

    assert learner.get(start_url(attempt.enrolment)).url == result_url(attempt)


def attempt_end():
    return Attempt.objects.get().handed_in_at


# --- Cases ----------------------------------------------------------------------------


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
