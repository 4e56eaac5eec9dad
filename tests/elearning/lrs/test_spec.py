"""The specification: what a statement may be, and what it may not, in both versions."""

import pytest

from elearning.lrs.spec import statement_schema
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion
from tests.elearning.lrs import cases_bad, cases_bad_parts
from tests.elearning.lrs.cases import GOOD, ID
from tests.factories.lrs import statement

BAD = cases_bad.BAD | cases_bad_parts.BAD


@pytest.mark.parametrize("version", XapiVersion)
@pytest.mark.parametrize(("bad", "path", "number"), BAD.values(), ids=BAD.keys())
def test_bad_statement_is_refused_where_it_is_bad(bad, path, number, version):
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(bad, version)

    assert refusal.value.path == path
    assert f"XAPI-{number:05}" in refusal.value.requirements
    assert refusal.value.section
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("version", XapiVersion)
@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD.keys())
def test_good_statement_is_accepted(good, version):
    statement_schema.check_statement(good, version)


def test_batch_names_the_statement():
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statements([statement(), statement(verb={"id": "x"})])

    assert refusal.value.path == "$[1].verb.id"


def test_batch_with_an_id_twice_is_refused():
    with pytest.raises(SpecError, match="this id") as refusal:
        statement_schema.check_statements([statement(id=ID), statement(id=ID.upper())])

    assert refusal.value.path == "$[1].id"
    assert refusal.value.rule == "xAPI 1.0.3, Part 3, 2.1.2"


def test_flaw_says_where_what_and_by_which_rule():
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(statement(object={"id": "book"}))

    assert str(refusal.value) == (
        "$.object.id: This must be an IRI with a scheme."
        " [xAPI 1.0.3, 4.3 (XAPI-00011, XAPI-00007, XAPI-00047)]"
    )


def test_key_that_is_no_word_is_quoted_in_the_path():
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(statement(result={"extensions": {"a b": 1}}))

    assert refusal.value.path == "$.result.extensions['a b']"
