"""Statements in words, whoever sent them."""

import pytest
from django.utils import translation

from courses.desk.records import statement_sentences
from courses.records.statements import activity_types, iris
from tests.factories.lrs import BOOK, LEARNER, READ, new_id, statement, voiding

ADL = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def named(name, **definition):
    return {"id": BOOK, "definition": {"name": name} | definition}


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"id": BOOK}, "1"),
        ({"id": "https://example.org/"}, "example.org"),
        ({"id": "https://example.org/a%20b#c"}, "c"),
        ({"id": "tag:example"}, "tag:example"),
        (named({}), "1"),
        (named({"fr": "Livre"}), "Livre"),
        (named({"ru-RU": "Книга", "en-GB": "Book"}), "Book"),
        (named({"en": "<p>A\n  <b>book</b></p>"}), "A book"),
        ({"objectType": "Agent", "pseudonym": "agent-7"}, "agent-7"),
        ({"objectType": "Group", "member": []}, "a group"),
    ],
)
def test_object_is_named_as_well_as_can_be(about, said):
    assert (
        statement_sentences.format_statement_sentence(statement(object=about))
        == f"Read: “{said}”"
    )


def test_sentence_inside_a_statement_is_said_in_it():
    inner = statement(objectType="SubStatement", object=named({"en": "Book"}))
    planned = {"id": "https://example.org/planned", "display": {"en": "planned"}}

    told = statement(verb=planned, object=inner)

    assert (
        statement_sentences.format_statement_sentence(told) == "Planned: “Read: “Book””"
    )


def test_verb_without_words_is_called_by_its_iri():
    told = statement(verb={"id": "https://example.org/verbs/wrote"})

    assert statement_sentences.format_statement_sentence(told) == "Wrote: “1”"
    assert (
        statement_sentences.format_verb(f"{ADL}completed", {"en": "did"}) == "Completed"
    )
    assert statement_sentences.format_verb(READ, {"kk": "оқыды"}) == "Оқыды"


def test_voiding_names_the_statement():
    name = new_id()

    assert (
        statement_sentences.format_statement_sentence(voiding(name))
        == f"A statement was voided: “{name}”"
    )


def test_what_ended_an_exam_is_not_what_ends_a_course():
    def ended(kind):
        about = named({"en": "Exam"}, type=kind)
        return statement_sentences.format_statement_sentence(
            statement(verb={"id": f"{ADL}terminated"}, object=about)
        )

    assert ended(activity_types.EXAM.iri) == "Time ran out: “Exam”"
    assert ended(activity_types.COURSE.iri) == "Taken off a course: “Exam”"


@pytest.mark.parametrize(
    ("verb", "result", "said"),
    [
        ("passed", {}, ""),
        ("failed", {"score": {"scaled": 0}}, "result 0%"),
        (
            "passed",
            {"score": {"scaled": 0.85}, "duration": "PT90S"},
            "result 85%, 1 minute",
        ),
        ("passed", {"score": {"raw": 5}}, ""),
        ("experienced", {"score": {"scaled": 1}}, ""),
        ("answered", {"success": False}, "wrong"),
        ("answered", {"success": True, "duration": "PT59S"}, "right"),
        ("attempted", {"duration": "P1Y"}, ""),
        ("attempted", {"duration": "PT2H"}, "120 minutes"),
    ],
)
def test_outcome_is_what_the_result_says(verb, result, said):
    told = statement(actor=LEARNER, verb={"id": ADL + verb}, result=result)

    assert statement_sentences.format_statement_outcome(told) == said


@pytest.mark.parametrize(("done", "said"), [(40, "40% of the course done"), ("x", "")])
def test_progress_is_said_in_per_cent(done, said):
    result = {"extensions": {iris.build_iri("extensions", "progress"): done}}

    assert (
        statement_sentences.format_statement_outcome(statement(result=result)) == said
    )
