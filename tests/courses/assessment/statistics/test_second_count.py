"""The numbers of open answers and cases, counted a second time from the attempts themselves.

Nothing of the summaries is used here: marks are read from the items, formulas are those
of the standard library.
"""

import random
import statistics
from fractions import Fraction
from math import sqrt

import pytest

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.kinds.open_answer_type import compute_rubric_mark
from courses.assessment.models import (
    AttemptItem,
    OpenMark,
    PaperVersion,
    QuestionVersion,
)
from courses.assessment.statistics import exam_reports, question_reports, tally_store
from courses.assessment.statistics.quality_flags import QualityFlag
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, case_facts, edition_with_exam
from tests.factories.kinds import QUESTIONS
from tests.factories.open_answers import question
from tests.factories.statistics import taken

pytestmark = pytest.mark.django_db

#: How many people write in each language, so that these are compared; how hard a
#: question is to them.
PEOPLE = 50
HARD = [0.3, 0.4, 0.5, 0.6]


@pytest.fixture
def edition():
    """An open question, two of a case and two others: all are asked."""
    bank = [question(), *case_facts(1, 2), {}, {}]
    return edition_with_exam(bank, questions=5, open_questions=1)


@pytest.fixture
def reader():
    return UserFactory(roles=[Role.TRAINER])


def sat(edition, marker, *, seed=1, people=PEOPLE):
    """Attempts of people of different strength; open answers are harder in Russian."""
    chance = random.Random(seed)
    for number in range(2 * people):
        language = ("kk", "ru")[number % 2]
        strength = chance.random()
        given = ["a" if chance.random() + strength > 2 * h else "b" for h in HARD]
        attempt = taken(edition, ["мәтін", *given], language=language)
        levels = {
            name: min(2, int(3 * strength * (1 if language == "kk" else 0.6) + part))
            for name, part in (("x", chance.random() / 2), ("y", chance.random()))
        }
        item = attempt.items.get(question__type="open")
        points = sum(levels.values())
        mark = compute_rubric_mark(QUESTIONS["open"][1], points)
        AttemptItem.objects.filter(pk=item.pk).update(mark=mark)
        OpenMark.objects.create(
            item=item, marker=marker, levels=levels, points=points, at=NOW
        )


def papers():
    """For each attempt its language, and the marks that count now by question."""
    found = {}
    for item in AttemptItem.objects.counting().select_related("attempt"):
        place = found.setdefault(item.attempt_id, (item.attempt.language, {}))
        place[1][item.question_id] = float(item.worth)
    return list(found.values())


def by_hand(number, rows):
    """Facility, discrimination and its efficiency of a question."""
    marks = [marks[number] for _language, marks in rows]
    rests = [
        statistics.fmean(m for key, m in marks.items() if key != number)
        for _language, marks in rows
    ]
    possible = statistics.covariance(sorted(marks), sorted(rests))
    return (
        statistics.fmean(marks),
        statistics.correlation(marks, rests),
        statistics.covariance(marks, rests) / possible,
    )


def weights_by_hand(rows):
    """The share of each question in the differences between totals."""
    totals = [sum(marks.values()) for _language, marks in rows]
    roots = {
        number: sqrt(statistics.covariance([m[number] for _l, m in rows], totals))
        for number in rows[0][1]
    }
    return {number: root / sum(roots.values()) for number, root in roots.items()}


def alpha_by_hand(rows):
    """Cronbach's alpha, from the variances of the questions and of the totals."""
    size = len(rows[0][1])
    parts = [
        statistics.variance([marks[number] for _language, marks in rows])
        for number in rows[0][1]
    ]
    whole = statistics.variance([sum(marks.values()) for _language, marks in rows])
    return size / (size - 1) * (1 - sum(parts) / whole)


def assert_agree(edition, reader):
    rows = papers()
    for one in QuestionVersion.objects.filter(version__entries__edition=edition):
        told = question_reports.build_question_report(one, reader=reader)
        known = told.standing.together
        assert (
            float(known.facility),
            known.discrimination,
            told.efficiency,
        ) == pytest.approx(by_hand(one.pk, rows))
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    exam = exam_reports.build_exam_report(paper, reader=reader)
    assert exam.n == len(rows)
    assert exam.weights == pytest.approx(weights_by_hand(rows))
    assert exam.consistency == pytest.approx(alpha_by_hand(rows))


def test_open_answers_and_cases_count_as_by_hand(edition, reader):
    sat(edition, reader, people=15)
    tally_store.count_new_attempts(NOW)

    assert_agree(edition, reader)


def test_open_question_that_is_harder_in_one_language_is_flagged(edition, reader):
    sat(edition, reader)
    tally_store.count_new_attempts(NOW)
    asked = QuestionVersion.objects.get(type="open")

    standing = question_reports.build_question_report(asked, reader=reader).standing

    means = {
        code: statistics.fmean(
            m[asked.pk] for language, m in papers() if language == code
        )
        for code in ("kk", "ru")
    }
    assert QualityFlag.LANGUAGE in standing.flags
    assert (standing.gap.harder, standing.gap.easier) == ("ru", "kk")
    assert float(standing.gap.size) == pytest.approx(means["kk"] - means["ru"])


def test_corrected_points_are_counted_anew(edition, reader):
    sat(edition, reader, people=15)
    tally_store.count_new_attempts(NOW)
    asked = QuestionVersion.objects.get(type="open")
    before = question_reports.build_question_report(
        asked, reader=reader
    ).standing.together.facility
    points = {
        f"{name}/{level}": level * (name == "x") for name in "xy" for level in range(3)
    }
    draft = key_corrections.draft_correction(asked, "points", points=points)
    kept = key_corrections.propose_correction(draft, reason="Себеп", by=reader, at=NOW)
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)

    assert tally_store.count_new_attempts(NOW) == 30

    after = question_reports.build_question_report(
        asked, reader=reader
    ).standing.together.facility
    levels = OpenMark.objects.values_list("levels", flat=True)
    assert after != before
    assert after == Fraction(sum(one["x"] for one in levels), 2 * 30)
    assert_agree(edition, reader)


def test_question_that_was_voided_leaves_the_numbers(edition, reader):
    sat(edition, reader, people=15)
    tally_store.count_new_attempts(NOW)
    asked = QuestionVersion.objects.filter(case__isnull=False).first()
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(asked, "void"),
        reason="Себеп",
        by=reader,
        at=NOW,
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)
    tally_store.count_new_attempts(NOW)

    assert (
        question_reports.build_question_report(asked, reader=reader).standing.together.n
        == 0
    )
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    exam = exam_reports.build_exam_report(paper, reader=reader)
    assert exam.weights == pytest.approx(weights_by_hand(papers()))
    assert exam.asked == 4
