"""The question bank in the studio: what its list shows, and what it finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.bank import question_folders
from courses.assessment.models import QuestionNumbers, QuestionState, QuestionVersion
from courses.models import Unit
from tests.content.bank.forms import listed
from tests.factories.assessment import put_in_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [{"state": "x"}, {"course": "no"}, {"outcome": "x"}, {"cites": "("}, {"q": "%("}],
)
def test_wrong_filter_breaks_nothing(trainer, pages, query):
    pages.question()

    listed(trainer, **query)


def test_every_filter_goes_with_every_other_and_with_the_search(trainer, pages):
    pages.question("T1-Q01", cites="NMR 43, NMR 4", must_pass=True)
    pages.question("T1-Q02", cites="NMR 4")
    unit = Unit.objects.get(slug="t1-q02")
    put_in_state(unit, QuestionState.RETIRED, reason="Ескірді")
    first, second = [
        {(code, language) for language in ("kk", "ru", "en")}
        for code in ("T1-Q01", "T1-Q02")
    ]

    assert listed(trainer) == first | second
    assert listed(trainer, state="retired") == second
    assert listed(trainer, state="draft") == first
    assert listed(trainer, cites="nmr  43") == first
    assert listed(trainer, cites="NMR 4") == first | second
    assert listed(trainer, must_pass="true") == first
    assert listed(trainer, locale="kk", q="сұрақ q02") == {("T1-Q02", "kk")}
    everything = {
        "course": pages.course.pk,
        "outcome": pages.outcome.pk,
        "type": "single",
        "state": "retired",
        "locale": "ru",
        "cites": "NMR 4",
        "q": "СҰРАҚ",
    }
    assert listed(trainer, **everything) == {("T1-Q02", "ru")}


def test_list_is_filtered_by_folder_tag_and_difficulty(trainer, pages):
    row = pages.question("T1-Q01", difficulty="hard")["kk"]
    pages.question("T1-Q02")
    question_folders.file_question(
        row.translation_key, row.course, folder="Law/Night", tags="search", by=None
    )
    first = {("T1-Q01", language) for language in ("kk", "ru", "en")}

    assert listed(trainer, folder="Law") == first
    assert listed(trainer, tag="Search") == first
    assert listed(trainer, tag="sear") == set()
    assert listed(trainer, difficulty="hard") == first


def test_list_shows_and_sorts_by_what_answers_tell(trainer, pages):
    for code, facility in [("T1-Q01", "0.9"), ("T1-Q02", "0.4")]:
        pages.question(code)
        question = QuestionVersion.objects.filter(version__unit__slug=code.lower())
        QuestionNumbers.objects.create(
            question=question.latest("pk"), n=40, facility=facility
        )
    page = trainer.client.get(
        reverse("studio_questions:list"), {"ordering": "facility", "locale": "kk"}
    )

    assert [row.code for row in page.context["object_list"]] == ["T1-Q02", "T1-Q01"]
    assert "40 %" in page.content.decode()


def test_list_shows_state_and_use_and_leads_to_the_desk(trainer, pages):
    pages.question()
    pages.release()

    page = trainer.client.get(reverse("studio_questions:list"))

    row = page.context["object_list"][0]
    assert (row.state, row.edition, row.times, row.last_at) == ("live", 1, 0, None)
    unit = Unit.objects.get(kind="question")
    assert reverse("desk:bank:question", args=[unit.key]) in page.content.decode()


def test_queries_do_not_grow_with_questions(trainer, pages):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            listed(trainer)
        return len(captured)

    pages.question("T1-Q01")
    queries()
    one = queries()
    for code in ("T1-Q02", "T1-Q03"):
        pages.question(code)

    assert queries() == one
