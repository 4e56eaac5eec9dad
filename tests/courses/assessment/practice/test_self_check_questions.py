"""Questions asked outside exams: what is refused, kept and told."""

import pytest
from django.db import transaction
from django.utils import translation

from courses import progress
from courses.assessment.errors import AnswerError
from courses.assessment.papers import question_draw
from courses.assessment.practice import self_check_questions
from courses.events import SelfCheckAnswered
from courses.models import UnitProgress
from tests.events import hearing
from tests.factories.assessment import exam_enrolment
from tests.factories.kinds import QUESTIONS as ALL
from tests.factories.kinds import sent_for

pytestmark = pytest.mark.django_db
#: What is told at once; an answer for a trainer is not.
QUESTIONS = {name: one for name, one in ALL.items() if name != "open"}

#: Kinds that lessons ask; a branching scenario is for exams.
PRACTISED = {name: one for name, one in QUESTIONS.items() if name != "branching"}


@pytest.fixture
def lesson():
    """A learner with a lesson open, on a course with a question of every kind to practise."""
    bank = [
        {"type": name, "body": body, "key": key, "for_practice": True, "cites": ["X 1"]}
        for name, (body, key) in PRACTISED.items()
    ]
    enrolment = exam_enrolment([*bank, {}], paper={"questions": 1})
    unit = next(
        entry.version.unit
        for entry in enrolment.edition.steps
        if entry.version.unit.kind == "lesson"
    )
    return enrolment, unit


@pytest.fixture
def heard():
    with hearing(SelfCheckAnswered) as events:
        yield events


def question(enrolment, name):
    versions = [entry.version for entry in enrolment.edition.entries.all()]
    known = self_check_questions.list_questions_by_key(
        [str(version.unit.key) for version in versions], enrolment.edition
    )
    return next(row for row in known.values() if row.type == name)


def notes(enrolment, unit):
    return UnitProgress.objects.get(enrolment=enrolment, unit=unit).notes


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("single", {}),
        ("single", {"choice": ["elsewhere"]}),
        ("single", {"choice": ["a", "b"]}),
        ("truefalse", {"choice": ["c"]}),
        ("multiple", {"choice": ["a", "z"]}),
        ("matching", {"pair-a": ["9"]}),
        ("matching", {"pair-z": ["1"]}),
        ("ordering", {"place-9": ["a"]}),
        ("cloze", {"gap-1": ["z"]}),
        ("cloze", {"gap-9": ["x"]}),
        ("numeric", {"number": ["көп"]}),
        ("text", {"text": ["у" * 251]}),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(lesson, heard, name, sent):
    enrolment, unit = lesson

    with pytest.raises(AnswerError):
        self_check_questions.answer_self_check(
            enrolment, unit, "b", question(enrolment, name), sent, language="kk"
        )

    assert (notes(enrolment, unit), heard) == ({}, [])


@pytest.mark.parametrize("name", PRACTISED)
def test_right_answer_of_each_kind_is_kept_and_told_as_right(lesson, heard, name):
    enrolment, unit = lesson
    asked, sent = question(enrolment, name), sent_for(name, QUESTIONS[name][1])

    with translation.override("kk"):
        self_check_questions.answer_self_check(
            enrolment, unit, "b", asked, sent, language="kk"
        )
        check = self_check_questions.build_self_check(
            "b", asked, notes(enrolment, unit)["b"], cited={}
        )

    assert (check.is_answered, check.is_right) == (True, True)
    assert verdicts(check) == {"right"}
    (told,) = heard
    assert (told.correct, told.score, told.cites) == (True, 1.0, ["X 1"])
    assert told.interaction == asked.kind.interaction(asked.body, asked.key).type


@pytest.mark.parametrize("name", ["matching", "ordering", "cloze"])
def test_answer_in_parts_is_told_part_by_part_and_never_shows_the_key(lesson, name):
    enrolment, unit = lesson
    asked = question(enrolment, name)
    sent = sent_for(name, QUESTIONS[name][1])
    first, last = min(sent), max(sent)
    sent = sent | {last: sent[first] if name != "cloze" else ["басқа"]}

    with translation.override("kk"):
        self_check_questions.answer_self_check(
            enrolment, unit, "b", asked, sent, language="kk"
        )
        check = self_check_questions.build_self_check(
            "b", asked, notes(enrolment, unit)["b"], cited={}
        )

    told = {field.name: field.verdict for field in check.form.fields}
    assert (told[first], told[last]) == ("right", "wrong")
    assert not check.is_right
    assert [field.solution for field in check.form.fields if field.solution] == []


def test_note_of_a_choice_is_told_only_to_whoever_took_it(lesson):
    enrolment, _unit = lesson
    asked = question(enrolment, "single")
    for choice in asked.body["kk"]["choices"]:
        choice["feedback"] = f"note {choice['id']}"

    with translation.override("kk"):
        check = self_check_questions.build_self_check(
            "b", asked, {"given": ["c"], "correct": False}, cited={}
        )

    (field,) = check.form.fields
    assert [(one.id, one.verdict, one.feedback) for one in field.options] == [
        ("a", "", ""),
        ("b", "", ""),
        ("c", "wrong", "note c"),
        ("d", "", ""),
    ]


def test_answer_kept_before_there_were_kinds_is_still_shown(lesson):
    enrolment, _unit = lesson
    note = {"choices": ["b"], "correct": True}

    check = self_check_questions.build_self_check(
        "b", question(enrolment, "single"), note, cited={}
    )

    assert check.is_right
    assert verdicts(check) == {"right"}


def test_parts_are_mixed_the_same_way_each_time(lesson):
    enrolment, _unit = lesson
    asked = question(enrolment, "ordering")
    orders = [
        [
            one.id
            for one in self_check_questions.build_self_check(name, asked, {}, cited={})
            .form.fields[0]
            .options
        ]
        for name in ("b", "b", "another")
    ]

    assert orders[0] == orders[1]
    assert sorted(orders[2]) == list("abcd")


def test_question_for_practice_is_in_no_exam_and_one_of_an_exam_in_no_lesson(lesson):
    enrolment, _unit = lesson
    drawn = question_draw.build_live_pool(enrolment.edition).units
    entries = enrolment.edition.entries.filter(version__unit__kind="question")
    units = [entry.version.unit for entry in entries.select_related("version__unit")]

    asked = self_check_questions.list_questions_by_key(
        [str(unit.key) for unit in units], enrolment.edition
    )

    assert len(drawn) == 1
    assert len(asked) == len(PRACTISED)
    assert {row.version.unit_id for row in asked.values()} == {
        unit.pk for unit in units if unit.pk not in drawn
    }


def test_answering_another_lesson_of_another_course_is_refused(lesson):
    enrolment, _unit = lesson
    other, elsewhere = exam_enrolment(), question(enrolment, "single")
    strange = other.edition.entries.get(version__unit__kind="exam").version.unit

    with pytest.raises(UnitProgress.DoesNotExist), transaction.atomic():
        self_check_questions.answer_self_check(
            enrolment, strange, "b", elsewhere, {"choice": ["b"]}, language="kk"
        )

    assert not progress.list_finished_units(other) & {strange.pk}


def verdicts(check):
    """The verdicts there are, of fields and of choices."""
    fields = check.form.fields
    options = [option for field in fields for option in field.options]
    return {one.verdict for one in [*fields, *options]} - {""}
