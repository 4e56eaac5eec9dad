"""Whatever is corrected: marks stay shares, and the way back gives every mark back."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.errors import QuestionBankError
from courses.assessment.kinds import KINDS, AnswerKeyError
from courses.assessment.kinds.open_answer_type import (
    compute_rubric_mark,
    find_rubric_points,
)
from courses.assessment.marks.attempt_totals import AttemptTotals
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    QuestionVersion,
    Regrading,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam
from tests.factories.kinds import QUESTIONS
from tests.factories.statistics import taken

quick = settings(deadline=None, derandomize=True, database=None)
SCENARIO, RUBRIC = QUESTIONS["branching"], QUESTIONS["open"]
PATHS = [
    [["n1", "a"]],
    [["n1", "b"]],
    [["n1", "a"], ["n2", "d"]],
    [["n1", "a"], ["n2", "e"]],
    [["n1", "c"], ["n2", "d"]],
    None,
]
#: Points of every choice of the scenario, ``None`` for what must never be done.
POINTS = st.fixed_dictionaries(
    {
        name: st.none() | st.integers(-5, 5)
        for name in KINDS["branching"].points(SCENARIO[1])
    }
)
WORTHS = st.lists(st.integers(0, 9), min_size=3, max_size=3).map(sorted)
LEVELS = st.fixed_dictionaries({"x": st.integers(0, 2), "y": st.integers(0, 2)})


def checked(name, key):
    """The key, where it makes a question."""
    try:
        KINDS[name].check(QUESTIONS[name][0]["kk"], key)
    except AnswerKeyError:
        assume(condition=False)
    return key


@quick
@given(POINTS, st.sampled_from(["part", "all"]))
def test_points_of_a_scenario_give_shares_and_lead_back(points, credit):
    kind, key = KINDS["branching"], SCENARIO[1] | {"credit": credit}

    other = checked("branching", kind.repointed(key, points))
    back = kind.repointed(other, kind.points(key))

    assert kind.points(other) == points
    assert all(0 <= kind.mark(other, path) <= 1 for path in PATHS)
    assert [kind.mark(back, path) for path in PATHS] == [
        kind.mark(key, path) for path in PATHS
    ]


@quick
@given(WORTHS, WORTHS, st.lists(LEVELS, min_size=1, max_size=2))
def test_points_of_a_rubric_give_shares_and_lead_back(x, y, levels):
    kind, key = KINDS["open"], RUBRIC[1]
    points = {
        f"{name}/{level}": worths[level]
        for name, worths in (("x", x), ("y", y))
        for level in range(3)
    }

    other = checked("open", kind.repointed(key, points))

    given_points = [find_rubric_points(other, one) for one in levels]
    assert kind.points(other) == points
    assert 0 <= compute_rubric_mark(other, *given_points) <= 1
    assert kind.repointed(other, kind.points(key)) == key


@quick
@given(WORTHS, WORTHS, LEVELS)
def test_higher_level_is_never_worth_less(x, y, levels):
    key = checked("open", RUBRIC[1] | {"points": {"x": x, "y": y}})
    higher = levels | {"x": min(2, levels["x"] + 1)}

    assert compute_rubric_mark(
        key, find_rubric_points(key, higher)
    ) >= compute_rubric_mark(key, find_rubric_points(key, levels))


MARKS = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)
ONE = st.tuples(MARKS, st.booleans(), st.booleans())


@quick
@given(st.lists(ONE, min_size=1, max_size=8), MARKS, st.booleans(), st.integers(1, 100))
def test_result_stays_a_share_and_the_way_back_gives_it_back(
    rows, mark, counts, pass_mark
):
    items = [_item(*row) for row in rows]
    counting = [item for item in items if item.counts]
    sums = AttemptTotals(
        marks=sum((item.worth for item in counting), Decimal(0)),
        total=len(counting),
        wrong=sum(item.question.must_pass and item.worth != 1 for item in counting),
        pass_mark=pass_mark,
    )
    first, was = items[0], (items[0].worth, items[0].counts)

    other = sums.seen_as(first, mark, counts=counts)
    first.now_mark, first.now_counts = mark, counts
    back = other.seen_as(first, was[0], counts=was[1])

    assert back == sums
    assert 0 <= other.result.score <= 1
    assert not (other.result.passed and other.result.must_pass_failed)


def _item(mark, counts, must_pass):
    item = AttemptItem(question=QuestionVersion(must_pass=must_pass))
    item.now_mark, item.now_counts = mark, counts
    return item


EFFECTS = st.sampled_from(
    [
        ("replaced", ["b"]),
        ("replaced", ["c"]),
        ("accepted", ["b"]),
        ("accepted", ["d"]),
        ("full", None),
        ("void", None),
    ]
)


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(EFFECTS, min_size=1, max_size=3))
def test_published_key_gives_every_result_back_whatever_was_corrected_before(steps):
    with transaction.atomic():
        edition = edition_with_exam([{}] * 3)
        attempts = [taken(edition, [chosen, "a", "b"]) for chosen in "abc"]
        question = attempts[0].items.get(position=1).question
        for effect, right in [*steps, ("replaced", ["a"])]:
            _correct(question, effect, right)

        for attempt in attempts:
            now = Attempt.objects.get(pk=attempt.pk).verdict
            assert (now.score, now.passed) == (_score(attempt), attempt.passed)
        for one in Regrading.objects.all():
            assert 0 <= one.mark_after <= 1
            assert 0 <= one.score_after <= 1
        transaction.set_rollback(True)


def _correct(question, effect, right):
    """Let a correction be confirmed and applied, unless it would change nothing."""
    try:
        draft = key_corrections.draft_correction(question, effect, given=right)
    except QuestionBankError:
        return
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=UserFactory(), at=NOW
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)


def _score(attempt):
    """The share of the marks as first given, cut as results are."""
    marks = [item.mark for item in attempt.items.all()]
    return (sum(marks) / len(marks)).quantize(Decimal("0.0001"), "ROUND_DOWN")
