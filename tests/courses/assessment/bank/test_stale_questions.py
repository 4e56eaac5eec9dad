"""Questions whose clause has changed: out of the draw until somebody has looked."""

import pytest
from django.utils import translation

from courses.assessment.bank import (
    question_quarantine,
    question_states,
    review_tasks,
    stale_questions,
)
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import QuestionState, ReviewTask, StateChange
from courses.assessment.papers import question_draw
from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    begin,
    edition_with_exam,
    exam_enrolment,
    lift_quarantine,
    put_in_state,
    reaffirm,
)
from tests.factories.courses import EditionFactory, UnitVersionFactory
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    stale_keys,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guideline(db):
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    with translation.override("en"):
        yield


@pytest.fixture
def edition():
    """An exam whose first two questions of five rest on clauses 1.1 and 1.2."""
    edition = edition_with_exam([{}] * 5, questions=3)
    for question, code in zip(questions(edition), ("1.1", "1.2"), strict=False):
        cite(question.version, f"MG-6 {code}")
    return edition


def questions(edition):
    entries = edition.entries.order_by("position")
    return [
        entry.version.question
        for entry in entries
        if entry.version.unit.kind == "question"
    ]


def cite(version, code):
    UnitText.objects.filter(version=version).update(details={"cites": [code]})
    citation_index.index_unit_version(version)


def state(question):
    return question_states.get_question_state(question.version.unit)


def change(*substantive, words="Жаңа"):
    return changed_guideline("1.1", "1.2", substantive=substantive, words=words)


def test_question_under_a_clause_changed_in_substance_leaves_the_draw(edition):
    one, two = questions(edition)[:2]

    changed = change("1.1")

    assert (state(one), state(two)) == (QuestionState.REVIEW, QuestionState.LIVE)
    (task,) = ReviewTask.objects.all()
    assert (task.question, task.cause, task.left_the_draw) == (one, "clause", True)
    assert review_tasks.format_task_reason(task) == (
        "It rests on MG-6 1.1, which was changed in substance: Заң өзгерді"
    )
    assert len(question_draw.build_live_pool(edition)) == 4
    entry = Entry.objects.get(action="assessment.questions_left_the_draw")
    assert entry.details == {"questions": [one.version.unit_id]}
    assert entry.subject_id == str(changed.pk)


def test_editorial_change_leaves_every_question_where_it_is(edition):
    change()

    assert {state(one) for one in questions(edition)} == {QuestionState.LIVE}
    assert not ReviewTask.objects.exists()


def test_attempt_under_way_keeps_its_question(edition):
    attempt = begin(exam_enrolment(edition=edition))
    asked = list(attempt.items.values_list("question", flat=True))

    change("1.1", "1.2")

    assert list(attempt.items.values_list("question", flat=True)) == asked


def test_question_for_practice_gets_a_task_and_stays(edition):
    practice = QuestionVersionFactory(for_practice=True)
    EditionFactory(course=practice.version.unit.course, versions=[practice.version])
    cite(practice.version, "MG-6 1.1")

    change("1.1")

    assert not ReviewTask.objects.get(question=practice).left_the_draw
    assert state(practice) == QuestionState.LIVE


def test_question_that_was_out_already_keeps_its_state(edition):
    one = questions(edition)[0]
    by = UserFactory()
    question_quarantine.quarantine_question(
        one.version.unit, reason="Тарады", by=by, at=NOW
    )

    change("1.1")

    assert state(one) == QuestionState.QUARANTINED
    assert not ReviewTask.objects.get().left_the_draw


def test_taking_out_again_changes_nothing(edition):
    changed = change("1.1")

    assert stale_questions.withdraw_stale_questions(changed) == 0
    assert (ReviewTask.objects.count(), StateChange.objects.count()) == (1, 1)


@pytest.mark.parametrize("reason", ["", "  "])
def test_question_is_not_reaffirmed_without_a_reason(edition, reason):
    change("1.1")

    with pytest.raises(QuestionBankError):
        reaffirm(questions(edition)[0], reason=reason)


def test_question_without_a_changed_clause_is_not_reaffirmed(edition):
    with pytest.raises(QuestionBankError) as error:
        reaffirm(questions(edition)[0])

    assert str(error.value) == "There is no changed clause here that needs an answer."


def test_question_reaffirmed_is_live_again_and_its_task_ends(edition):
    one, by = questions(edition)[0], UserFactory()
    change("1.1")

    assert reaffirm(one, by=by)

    assert state(one) == QuestionState.LIVE
    assert not ReviewTask.objects.open().exists()
    assert not StateChange.objects.latest("pk").is_exception


def test_question_is_reaffirmed_by_no_change_that_nobody_has_read(edition):
    one, by = questions(edition)[0], UserFactory()
    change("1.1")
    (read,) = stale_keys(one.version)
    change("1.1", words="Тағы")

    def said(*keys):
        return stale_questions.reaffirm_question(
            one, read=keys, reason="Мерзім сол", by=by, at=NOW
        )

    with pytest.raises(QuestionBankError, match="no changed clause here"):
        said()
    assert said(read) is None
    assert state(one) == QuestionState.REVIEW
    (other,) = stale_keys(one.version)
    assert said(other)
    assert state(one) == QuestionState.LIVE


def test_question_comes_back_by_no_word_that_the_trail_does_not_tell(edition):
    one, by = questions(edition)[0], UserFactory()
    change("1.1")

    reaffirm(one, reason="Мерзім сол", by=by)

    entry = Entry.objects.get(action="assessment.question_state_changed")
    assert (entry.by, entry.reason, entry.details) == (
        by,
        "Мерзім сол",
        {"before": "review", "after": "live"},
    )
    assert entry.subject_id == str(one.version.unit_id)


def test_question_is_not_made_live_past_its_changed_clause(edition):
    unit = questions(edition)[0].version.unit
    change("1.1")

    with pytest.raises(QuestionBankError) as error:
        put_in_state(unit, QuestionState.LIVE, reason="Керек", by=UserFactory(), at=NOW)

    assert "MG-6 1.1" in str(error.value)


@pytest.mark.parametrize("detour", [QuestionState.RETIRED, QuestionState.TRIAL])
@pytest.mark.parametrize("first", ["change", "detour"])
def test_question_comes_back_by_no_detour_past_its_changed_clause(
    edition, detour, first
):
    unit = questions(edition)[0].version.unit
    if first == "change":
        change("1.1")
    put_in_state(unit, detour)
    if first == "detour":
        change("1.1")

    with pytest.raises(QuestionBankError, match=r"MG-6 1\.1"):
        put_in_state(unit, QuestionState.LIVE)

    assert put_in_state(unit, QuestionState.LIVE, exception=True).is_exception


def test_reaffirmed_question_comes_back_from_the_retired_without_an_exception(edition):
    one = questions(edition)[0]
    change("1.1")
    put_in_state(one.version.unit, QuestionState.RETIRED)
    reaffirm(one)

    assert not put_in_state(one.version.unit, QuestionState.LIVE).is_exception


@pytest.mark.parametrize("changed", [True, False])
def test_quarantine_is_lifted_into_review_where_the_clause_has_changed(
    edition, changed
):
    unit = questions(edition)[0].version.unit
    question_quarantine.quarantine_question(
        unit, reason="Тарады", by=UserFactory(), at=NOW
    )
    if changed:
        change("1.1")

    lift_quarantine(unit, reason="Жоқ", by=UserFactory(), at=NOW)

    assert question_states.get_question_state(unit) == (
        QuestionState.REVIEW if changed else QuestionState.LIVE
    )


def test_newer_wording_in_an_edition_may_be_made_live(edition):
    one = questions(edition)[0]
    change("1.1")
    newer = UnitVersionFactory(unit=one.version.unit, number=2)
    QuestionVersionFactory(version=newer, outcome=one.outcome)
    EditionFactory(course=edition.course, number=edition.number + 1, versions=[newer])

    put_in_state(
        newer.unit, QuestionState.LIVE, reason="Жаңартылды", by=UserFactory(), at=NOW
    )

    assert state(one) == QuestionState.LIVE


@pytest.mark.parametrize("number", [1, 3])
def test_taking_out_takes_as_many_queries_however_many(
    number, django_assert_num_queries
):
    edition = edition_with_exam([{}] * number)
    for question in questions(edition):
        cite(question.version, "MG-6 1.1")
    changed = change("1.1")
    StateChange.objects.all().delete()

    with django_assert_num_queries(10):
        stale_questions.withdraw_stale_questions(changed)
