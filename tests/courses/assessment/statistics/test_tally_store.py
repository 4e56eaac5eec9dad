"""The summaries: each first attempt once, the same when counted anew."""

import statistics as standard
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    AttemptItem,
    CountedAttempt,
    PaperTally,
    PaperVersion,
    QuestionTally,
)
from courses.assessment.statistics import question_reports, tally_store, tally_sums
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.worker.worker_process import Worker
from tests.factories.accounts import UserFactory
from tests.factories.assessment import answer, begin, edition_with_exam
from tests.factories.kinds import QUESTIONS, sent_for
from tests.factories.statistics import LATER, asked_in, taken

pytestmark = pytest.mark.django_db

#: Three candidates and what they chose; the right choice is always a.
CHOSEN = [("kk", "aaab"), ("ru", "abba"), ("kk", "bcaa")]


@pytest.fixture
def edition():
    return edition_with_exam([{}] * 4)


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def summaries():
    """All summaries, without the ids of their rows."""
    questions = QuestionTally.objects.order_by("question", "language", "asked")
    papers = PaperTally.objects.order_by("paper", "language", "asked")
    return [
        {name: value for name, value in row.items() if name != "id"}
        for row in (*questions.values(), *papers.values())
    ]


# --- What does not count --------------------------------------------------------------


def test_attempt_under_way_is_not_counted():
    answer(begin())

    assert tally_store.count_new_attempts(LATER) == 0
    assert summaries() == []


def test_attempt_that_waits_for_a_mark_is_counted_when_it_has_it(edition):
    attempt = taken(edition, "aaaa")
    AttemptItem.objects.filter(attempt=attempt, position=2).update(mark=None)

    assert tally_store.count_new_attempts(LATER) == 0

    AttemptItem.objects.filter(attempt=attempt, position=2).update(mark=1)
    taken(edition, "bbbb")

    assert tally_store.count_new_attempts(LATER) == 2


def test_second_attempt_of_a_person_is_not_counted(edition):
    first = taken(edition, "bbbb")
    taken(edition, "aaaa", number=2, enrolment=first.enrolment)

    assert tally_store.count_new_attempts(LATER) == 1
    assert PaperTally.objects.get().totals == 0


def test_words_that_were_typed_are_not_kept():
    body, key = QUESTIONS["cloze"]
    edition = edition_with_exam(
        [{"type": "cloze", "body": body, "key": key}, {}], questions=2
    )
    taken(edition, [{"1": "x", "2": "Иванов"}, "a"])

    tally_store.count_new_attempts(LATER)

    kept = QuestionTally.objects.get(question=asked_in(edition)[0])
    assert list(kept.cells.values()) == [
        {"marks": {"0": 1}, "picks": {"gap-1=x": 1}, "empty": 0}
    ]


# --- What counts ----------------------------------------------------------------------


def test_attempt_sat_and_handed_in_is_counted_once_by_the_worker():
    attempt = begin()
    answer(attempt, wrong=[2])
    attempt_marking.mark_attempt(attempt, at=LATER)

    done = [Worker().tick(LATER + timedelta(minutes=n)) for n in range(2)]

    assert [counts["assessment.count_new"] for counts in done] == [1, 0]
    assert [counted.attempt for counted in CountedAttempt.objects.all()] == [attempt]
    assert set(QuestionTally.objects.values_list("n", flat=True)) == {1}


def test_summary_holds_the_sums_of_the_answers(edition):
    for language, given in CHOSEN:
        taken(edition, given, language=language)
    taken(edition, ["a", None, "c", "a"])

    tally_store.count_new_attempts(LATER)

    first, second = asked_in(edition)[:2]
    assert QuestionTally.objects.filter(question=first, language="kk").values(
        *tally_sums.SUMS, "asked", "cells"
    ).get() == {
        "n": 3,
        "marks": 20_000,
        "marks_squared": 200_000_000,
        "rests": 50_000,
        "rests_squared": 900_000_000,
        "products": 300_000_000,
        "asked": 4,
        "cells": {
            "20000": {
                "marks": {"10000": 1, "0": 1},
                "picks": {"choice=a": 1, "choice=b": 1},
                "empty": 0,
            },
            "10000": {"marks": {"10000": 1}, "picks": {"choice=a": 1}, "empty": 0},
        },
    }
    unanswered = QuestionTally.objects.get(question=second, language="kk").cells
    assert unanswered["20000"]["empty"] == 1
    assert PaperTally.objects.filter(language="kk").values(
        "n", "passed", "totals", "totals_squared", "squares", "scores"
    ).get() == {
        "n": 3,
        "passed": 1,
        "totals": 70_000,
        "totals_squared": 1_700_000_000,
        "squares": 700_000_000,
        "scores": {"30000": 1, "20000": 2},
    }


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_kind_of_question_is_counted(name):
    body, key = QUESTIONS[name]
    edition = edition_with_exam([{"type": name, "body": body, "key": key}], questions=1)
    question = asked_in(edition)[0]
    right = question.kind.read(body["kk"], sent_for(name, key))
    taken(edition, [right])
    taken(edition, [None])

    tally_store.count_new_attempts(LATER)

    tally = QuestionTally.objects.get()
    assert (tally.n, tally.marks, tally.asked) == (2, 10_000, 1)
    assert tally.cells["0"]["empty"] == 1
    assert set(tally.cells["0"]["picks"]) <= tally_store.list_closed_picks(question)


def test_counting_anew_gives_what_was_counted_bit_by_bit(edition):
    other = edition_with_exam([{}] * 3, questions=3)
    for number in range(7):
        language, given = CHOSEN[number % 3]
        taken(edition, given, language=language)
        if number % 2:
            taken(other, given[:3], language=language)
        if number % 3:
            tally_store.count_new_attempts(LATER)
    tally_store.count_new_attempts(LATER)
    before = summaries()

    for paper in PaperVersion.objects.all():
        tally_store.recount_paper(paper, by=None)

    assert summaries() == before
    assert CountedAttempt.objects.count() == 10


def test_many_attempts_are_counted_in_pieces(edition, monkeypatch):
    for language, given in CHOSEN:
        taken(edition, given, language=language)
    tally_store.count_new_attempts(LATER)
    at_once = summaries()

    monkeypatch.setattr(tally_store, "_BATCH", 2)
    found = tally_store.recount_paper(PaperVersion.objects.get(), by=None)

    assert (found, summaries()) == (3, at_once)


def test_corrected_mark_counts_when_the_exam_is_counted_anew(edition):
    attempt, officer = taken(edition, "baaa"), UserFactory()
    tally_store.count_new_attempts(LATER)
    AttemptItem.objects.filter(attempt=attempt, position=1).update(mark=1)

    tally_store.recount_paper(attempt.paper, by=officer)

    assert PaperTally.objects.get().totals == 40_000
    entry = Entry.objects.get(action="assessment.recounted")
    assert (entry.by, entry.details) == (officer, {"attempts": 1})


def test_command_counts_anew_and_knows_its_courses(edition):
    taken(edition, "aaaa")

    with pytest.raises(CommandError, match="Check the code"):
        call_command("recount_statistics", course="nothing")
    call_command("recount_statistics", course=edition.course.code, stdout=StringIO())

    assert PaperTally.objects.get().n == 1


def test_queries_do_not_grow_with_attempts(edition):
    def queries(attempts):
        for _number in range(attempts):
            taken(edition, "abab")
        with CaptureQueriesContext(connection) as captured:
            tally_store.count_new_attempts(LATER)
        return len(captured)

    queries(1)

    assert queries(1) == queries(3)


# --- What is read ---------------------------------------------------------------------


def test_numbers_read_are_those_of_the_rows(edition, trainer):
    for _number in range(3):
        for language, given in [*CHOSEN, ("kk", "cabb"), ("ru", "aaaa")]:
            taken(edition, given, language=language)
    tally_store.count_new_attempts(LATER)
    wanted = [question.pk for question in asked_in(edition)]

    found = question_reports.list_question_performance(wanted, reader=trainer)

    for key in wanted:
        items = AttemptItem.objects.filter(question=key).select_related("attempt")
        marks = [float(item.mark) for item in items]
        rests = [
            float(sum(other.mark for other in item.attempt.items.exclude(pk=item.pk)))
            for item in items
        ]
        known = found[key].together
        assert known.n == 15
        assert float(known.facility) == pytest.approx(standard.fmean(marks))
        assert known.discrimination == pytest.approx(standard.correlation(marks, rests))
        assert question_reports.build_question_report(
            items[0].question, reader=trainer
        ).efficiency == pytest.approx(
            standard.covariance(marks, rests)
            / standard.covariance(sorted(marks), sorted(rests))
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_numbers_are_for_trainers_alone(edition, role):
    for _number in range(5):
        taken(edition, "aaab")
    tally_store.count_new_attempts(LATER)
    question, reader = asked_in(edition)[0], UserFactory(roles=[role])

    assert (
        question_reports.list_question_performance([question.pk], reader=reader)[
            question.pk
        ].languages
        == {}
    )
    assert (
        question_reports.build_question_report(question, reader=reader).answers.n == 0
    )


def test_language_of_few_is_left_out_of_the_numbers_of_all(edition, trainer):
    for language, times in [("kk", 6), ("ru", 4)]:
        for _number in range(times):
            taken(edition, "aaab" if language == "kk" else "bbbb", language=language)
    tally_store.count_new_attempts(LATER)
    question = asked_in(edition)[0]

    standing = question_reports.list_question_performance(
        [question.pk], reader=trainer
    )[question.pk]

    assert (standing.together.n, standing.together.facility) == (6, 1)
    assert standing.languages["ru"] == question_reports.QuestionFigures(
        is_withheld=True
    )
    assert (
        question_reports.build_question_report(question, reader=trainer).answers.n == 6
    )
