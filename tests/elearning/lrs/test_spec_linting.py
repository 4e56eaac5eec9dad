"""The linter: all that is wrong with a text, where, and by which rule."""

import json

import pytest

from elearning.lrs.spec.statement_lint import MOST, lint_statements
from elearning.lrs.spec.xapi_versions import XapiVersion
from tests.elearning.lrs.cases import ID, SUB, activity, actor, context, result
from tests.factories.lrs import BOOK, statement

TEXTS = {
    "nothing": ("", "This is not JSON at line 1, column 1: Expecting value."),
    "words": ("hello", "This is not JSON at line 1, column 1: Expecting value."),
    "half an object": (
        '{"actor":\n',
        "This is not JSON at line 2, column 1: Expecting value.",
    ),
    "a property twice": (
        '{"verb": {"id": "a:b", "id": "a:c"}}',
        "An object has “id” more than once.",
    ),
    "no number": (
        "[NaN]",
        "A number is too large to keep, or something is nested too deeply.",
    ),
    "too large a number": (
        '{"result": 1e999}',
        "A number is too large to keep, or something is nested too deeply.",
    ),
    "too long a number": (
        "9" * 5000,
        "A number is too large to keep, or something is nested too deeply.",
    ),
    "too deep a list": (
        "[" * 100_000,
        "A number is too large to keep, or something is nested too deeply.",
    ),
    "half a character": (
        '{"result": {"response": "\\ud800"}}',
        "A text has half a character, such as \\ud800.",
    ),
}


def found(content, version=XapiVersion.ONE):
    return [
        (flaw.path, flaw.message)
        for flaw in lint_statements(json.dumps(content), version)
    ]


@pytest.mark.parametrize(("text", "message"), TEXTS.values(), ids=TEXTS.keys())
def test_text_that_is_no_json_has_one_flaw(text, message):
    assert [
        (flaw.path, flaw.message) for flaw in lint_statements(text, XapiVersion.ONE)
    ] == [("$", message)]


def test_all_flaws_of_a_statement_are_found():
    bad = statement(
        actor={"objectType": "Group", "member": [{"mbox": "me"}, {"name": 7}]},
        verb={"id": "read", "display": {"en": 1, "not_a_tag": "read"}},
        object=...,
        result={"score": {"scaled": 2, "raw": "1"}, "duration": "long", "x": 1},
        Context={},
    )

    assert found(bad) == [
        ("$.actor.member[0].mbox", "This must be an address: mailto:name@host."),
        ("$.actor.member[1].name", "This must be a string."),
        ("$.verb.id", "This must be an IRI with a scheme."),
        ("$.verb.display.en", "This must be a string."),
        ("$.verb.display.not_a_tag", "This must be a language tag of RFC 5646."),
        ("$.result.score.scaled", "A scaled score is from -1 to 1."),
        ("$.result.score.raw", "This must be a number."),
        ("$.result.duration", "This must be a duration of ISO 8601, such as PT1H."),
        ("$.result.x", "A result has no property of this name."),
        ("$.Context", "Write this “context”."),
        ("$", "A statement lacks: object."),
    ]


def test_what_must_hold_between_properties_is_looked_at_once_they_are_sound():
    bad = context(revision="1", platform="p") | {"object": {"objectType": "Agent"}}
    mended = bad | {"object": {"objectType": "Agent", "mbox": "mailto:a@b.kz"}}

    assert found(bad) == [("$.object", "An agent has exactly one identifier.")]
    assert found(mended) == [
        ("$.context.revision", "Only an activity has a revision."),
        ("$.context.platform", "Only an activity has a platform."),
    ]


def test_flaws_of_an_interaction_are_found():
    bad = activity(interactionType="likert", choices=[], steps=[])

    assert found(bad) == [
        ("$.object.definition.choices", "An interaction “likert” has no choices."),
        ("$.object.definition.steps", "An interaction “likert” has no steps."),
    ]


def test_flaws_of_a_batch_name_their_statements():
    batch = [
        statement(id=ID),
        actor(name="x"),
        result(success=1),
        statement(id=ID.upper()),
    ]

    assert found(batch) == [
        ("$[1].actor", "An agent has exactly one identifier."),
        ("$[2].result.success", "This must be true or false."),
        ("$[3].id", "Two statements of the batch have this id."),
    ]


def test_flaws_of_what_is_no_statement_are_found():
    assert found(7) == [("$", "A statement must be an object.")]
    assert found([None]) == [("$[0]", "A statement must be an object.")]


def test_strange_kind_is_told_the_kinds():
    book = {"objectType": "Book", "id": BOOK}
    wrong = "This must be one of: Activity, Agent, Group, StatementRef"

    assert found(statement(object=book)) == [
        ("$.object.objectType", f"{wrong}, SubStatement.")
    ]
    assert found(statement(object={**SUB, "object": book})) == [
        ("$.object.object.objectType", f"{wrong}.")
    ]


def test_version_decides():
    written = statement(version="2.0.0")

    assert [path for path, _message in found(written, XapiVersion.ONE)] == ["$.version"]
    assert found(written, XapiVersion.TWO) == []


def test_good_statements_have_no_flaws():
    assert found(statement()) == []
    assert found([statement(), statement(object={"id": BOOK})]) == []


def test_only_so_many_flaws_are_listed():
    assert len(found([{}] * (2 * MOST))) == MOST


def test_flaw_names_its_rule():
    (flaw,) = lint_statements(json.dumps(actor(name="x")), XapiVersion.ONE)

    assert flaw.rule == "xAPI 1.0.3, 2.4.2.3 (XAPI-00034)"
