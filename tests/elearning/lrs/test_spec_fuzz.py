"""Anything at all given to the validator: it answers, and its answer can be followed."""

import copy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.lrs.spec import statement_comparison, statement_schema, timestamps
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.statement_lint import lint_statements
from elearning.lrs.spec.xapi_versions import XapiVersion
from tests.elearning.lrs import generated
from tests.elearning.lrs.cases import GOOD

quick = settings(derandomize=True, deadline=None, max_examples=60, database=None)
versions = st.sampled_from(list(XapiVersion))
words = st.sampled_from(
    ["id", "actor", "verb", "object", "objectType", "Group", "member", "result", "en"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | words,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(words | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=20,
)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]", re.DOTALL)


def follow(path, content):
    """What stands at ``path``; ``LookupError`` if nothing does."""
    assert "$" + "".join(step[0] for step in _STEP.finditer(path)) == path
    for key, place, quoted in _STEP.findall(path):
        content = content[
            int(place) if place else key or re.sub(r"\\(.)", r"\1", quoted)
        ]
    return content


def spots(content, inside=()):
    """The keys and places that lead to everything in ``content`` but extensions."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for step, item in pairs:
        yield (*inside, step)
        if isinstance(item, dict | list) and step != "extensions":
            yield from spots(item, (*inside, step))


def at(content, steps):
    for step in steps:
        content = content[step]
    return content


@st.composite
def spoiled(draw, version):
    """A good statement, changed in one spot: the statement and the spot."""
    statement = copy.deepcopy(draw(generated.statements(version)))
    spot = draw(st.sampled_from(list(spots(statement))))
    return statement, spot


def refusal(statement, version):
    with pytest.raises(SpecError) as refused:
        statement_schema.check_statement(statement, version)
    return refused.value


@quick
@given(anything, versions)
def test_anything_is_accepted_or_refused(content, version):
    try:
        statement_schema.check_statement(content, version)
    except SpecError as flaw:
        follow(flaw.path, content)
    else:
        statement_comparison.compute_statement_digest(content)


@quick
@given(st.text() | anything.map(json.dumps), versions)
def test_any_text_is_linted(text, version):
    for flaw in lint_statements(text, version):
        assert flaw.message


@quick
@given(st.data(), versions)
def test_generated_statement_is_accepted_linted_and_compared(data, version):
    statement = data.draw(generated.statements(version))

    statement_schema.check_statement(statement, version)

    assert lint_statements(json.dumps(statement), version) == []
    kept = timestamps.convert_timestamps_to_utc(statement)
    statement_schema.check_statement(kept, version)
    assert statement_comparison.compute_statement_digest(
        kept
    ) == statement_comparison.compute_statement_digest(statement)


@quick
@given(st.data(), versions)
def test_null_is_refused_where_it_is(data, version):
    statement, spot = data.draw(spoiled(version))
    at(statement, spot[:-1])[spot[-1]] = None

    assert follow(refusal(statement, version).path, statement) is None


@quick
@given(st.data(), versions, anything)
def test_change_that_is_refused_is_refused_at_a_path_that_exists(data, version, value):
    statement, spot = data.draw(spoiled(version))
    at(statement, spot[:-1])[spot[-1]] = value

    for flaw in statement_schema.iter_flaws(statement, version):
        follow(flaw.path, statement)


@pytest.mark.parametrize("name", GOOD)
def test_property_too_many_is_refused_wherever_it_is(name):
    for spot in [(), *spots(GOOD[name])]:
        statement = copy.deepcopy(GOOD[name])
        thing = at(statement, spot)
        if not isinstance(thing, dict) or spot[-1:] == ("extensions",):
            continue
        thing["not_a_property"] = "x"

        assert follow(refusal(statement, XapiVersion.ONE).path, statement) == "x"
