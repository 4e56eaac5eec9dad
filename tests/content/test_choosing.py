"""The questions of a paper chosen by hand: ticked, in order, in every language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from content.models import ExamPage
from content.questions.papers.listed_questions import reorder_codes
from courses.assessment.models import QuestionState
from courses.models import Unit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


@pytest.fixture
def exam(pages):
    pages.exam()
    return ExamPage.objects.get(locale__language_code="ru")


def address(exam):
    return reverse("questions_papers:choose", args=[exam.pk])


def listed():
    """Return what the newest draft of the exam lists, in each language."""
    return {
        page.locale.language_code: page.get_latest_revision_as_object().listed
        for page in ExamPage.objects.all()
    }


def offered(client, exam, **query):
    return [row.code for row in client.get(address(exam), query).context["page"]]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.INVIGILATOR, Role.MINISTRY_HR])
def test_page_is_for_who_may_change_the_exam(sign_in, exam, role):
    answer = sign_in(UserFactory(roles=[role])).get(address(exam))

    assert answer.status_code in {302, 403}
    assert answer.context is None or "exam" not in answer.context


@pytest.mark.parametrize("query", [{"outcome": "x"}, {"type": "no"}, {"page": "-1"}])
def test_wrong_filter_breaks_nothing(trainer, pages, exam, query):
    pages.question("T1-Q01")

    assert offered(trainer, exam, **query) == ["T1-Q01"]


def test_what_the_exam_may_not_ask_is_neither_offered_nor_taken(trainer, pages, exam):
    pages.question("T1-Q01")
    pages.question("T1-Q02", for_practice=True)
    pages.question("T1-Q03")
    retired = Unit.objects.get(slug="t1-q03")
    put_in_state(retired, QuestionState.RETIRED, reason="Ескірді")

    answer = trainer.post(address(exam), {"add": ["T1-Q01", "T1-Q03"]})

    assert offered(trainer, exam) == ["T1-Q01"]
    assert answer.context["form"].errors["add"] == [
        gettext(
            "“%(value)s” is not a question that this exam can ask. Choose "
            "one from the list."
        )
        % {"value": "T1-Q03"}
    ]
    assert set(listed().values()) == {""}


def test_ticked_questions_stand_in_the_draft_of_every_language(trainer, pages, exam):
    pages.question("T1-Q01")
    pages.question("T1-Q02")

    trainer.post(address(exam), {"add": ["T1-Q01", "T1-Q02"]})

    assert listed() == dict.fromkeys(("kk", "ru", "en"), "T1-Q01, T1-Q02")
    assert ExamPage.objects.get(pk=exam.pk).listed == ""
    assert offered(trainer, exam) == []


def test_listed_questions_are_put_in_order_and_taken_out(trainer, pages, exam):
    for number in (1, 2, 3):
        pages.question(f"T1-Q0{number}")
    trainer.post(address(exam), {"add": ["T1-Q01", "T1-Q02", "T1-Q03"]})

    places = {"place-T1-Q01": 1, "place-T1-Q02": 2, "place-T1-Q03": 1}
    trainer.post(address(exam), {**places, "drop": ["T1-Q02"]})

    assert listed()["kk"] == "T1-Q03, T1-Q01"


def test_list_is_found_by_words_outcome_and_difficulty(trainer, pages, exam):
    pages.question("T1-Q01", stem="Тінту", difficulty="hard")
    pages.question("T1-Q02", stem="Карцер")

    assert offered(trainer, exam, words="тінту") == ["T1-Q01"]
    assert offered(trainer, exam, difficulty="medium") == ["T1-Q02"]
    assert offered(trainer, exam, outcome=pages.outcome.pk, words="q02") == ["T1-Q02"]


def test_queries_do_not_grow_with_questions(trainer, pages, exam):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            trainer.get(address(exam))
        return len(queries)

    pages.question("T1-Q01")
    trainer.post(address(exam), {"add": ["T1-Q01"]})
    pages.question("T1-Q02")
    trainer.get(address(exam))
    few = count()
    for code in ("T1-Q03", "T1-Q04", "T1-Q05"):
        pages.question(code)
    trainer.post(address(exam), {"add": ["T1-Q03", "T1-Q04"]})
    trainer.get(address(exam))  # takes the message

    assert count() == few


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({}, "abc"),
        ({"c": 1}, "cab"),
        ({"a": 3}, "bca"),
        ({"a": 2, "b": 1}, "bac"),
        ({"a": 9}, "bca"),
    ],
)
def test_what_moves_pushes_others_aside(places, order):
    assert reorder_codes("abc", places=places, dropped="", added="") == list(order)


def test_what_is_added_twice_stands_once():
    assert reorder_codes(["a"], places={}, dropped=["a"], added=["b", "b"]) == ["b"]
