"""What 2.0.0 takes and 1.0.3 does not; and moments, which 2.0.0 keeps in UTC."""

import pytest

from elearning.lrs.spec import statement_schema, timestamps
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion
from tests.elearning.lrs.cases import ACCOUNT, GROUP, SUB, context
from tests.factories.lrs import LEARNER, statement

TYPE = "https://example.org/types/observer"
OBSERVER = {"objectType": "contextAgent", "agent": LEARNER, "relevantTypes": [TYPE]}
CREW = {"objectType": "contextGroup", "group": GROUP, "relevantTypes": [TYPE]}
AGENTS = "$.context.contextAgents"
GROUPS = "$.context.contextGroups"
ADDED = "IEEE 9274.1.1, 4.2.2.5"


def without(thing, key):
    return {name: item for name, item in thing.items() if name != key}


ONLY_IN_TWO = {
    "agents of a context": (context(contextAgents=[OBSERVER]), AGENTS),
    "agent of no type": (
        context(contextAgents=[without(OBSERVER, "relevantTypes")]),
        AGENTS,
    ),
    "groups of a context": (context(contextGroups=[CREW]), GROUPS),
    "identified group of a context": (
        context(
            contextGroups=[
                CREW | {"group": {"objectType": "Group", "account": ACCOUNT}}
            ]
        ),
        GROUPS,
    ),
    "agents of a sub-statement's context": (
        statement(object={**SUB, "context": {"contextAgents": [OBSERVER]}}),
        "$.object.context.contextAgents",
    ),
    "space for the T": (
        statement(timestamp="2008-09-15 15:53:00.601+00:00"),
        "$.timestamp",
    ),
    "small letters": (statement(timestamp="2008-09-15t15:53:00z"), "$.timestamp"),
    "version 2.0": (statement(version="2.0"), "$.version"),
    "version 2.0.0": (statement(version="2.0.0"), "$.version"),
}
ONLY_IN_ONE = {
    "basic format": "20260302T040000Z",
    "comma": "2026-03-02T04:00:00,5Z",
    "day of a week": "2026-W10-1T04:00:00Z",
    "day of the year": "2026-365T04:00:00Z",
    "hour alone": "2026-03-02T04Z",
}
BAD_IN_TWO = {
    "agents as object": (context(contextAgents=OBSERVER), AGENTS),
    "agent as text": (context(contextAgents=["x"]), f"{AGENTS}[0]"),
    "agent without kind": (
        context(contextAgents=[without(OBSERVER, "objectType")]),
        f"{AGENTS}[0]",
    ),
    "agent of a strange kind": (
        context(contextAgents=[OBSERVER | {"objectType": "contextGroup"}]),
        f"{AGENTS}[0].objectType",
    ),
    "no agent": (context(contextAgents=[without(OBSERVER, "agent")]), f"{AGENTS}[0]"),
    "agent without identifier": (
        context(contextAgents=[OBSERVER | {"agent": {"name": "x"}}]),
        f"{AGENTS}[0].agent",
    ),
    "group as agent": (
        context(contextAgents=[OBSERVER | {"agent": GROUP}]),
        f"{AGENTS}[0].agent.objectType",
    ),
    "agent with more": (
        context(contextAgents=[OBSERVER | {"member": []}]),
        f"{AGENTS}[0].member",
    ),
    "no types": (
        context(contextAgents=[OBSERVER | {"relevantTypes": []}]),
        f"{AGENTS}[0].relevantTypes",
    ),
    "type without scheme": (
        context(contextAgents=[OBSERVER | {"relevantTypes": ["abc"]}]),
        f"{AGENTS}[0].relevantTypes[0]",
    ),
    "agent as group": (
        context(contextGroups=[CREW | {"group": LEARNER}]),
        f"{GROUPS}[0].group",
    ),
    "no types of a group": (
        context(contextGroups=[CREW | {"relevantTypes": []}]),
        f"{GROUPS}[0].relevantTypes",
    ),
    "version 2.1": (statement(version="2.1.0"), "$.version"),
}


@pytest.mark.parametrize(("bad", "path"), BAD_IN_TWO.values(), ids=BAD_IN_TWO.keys())
def test_bad_statement_of_two_is_refused_where_it_is_bad(bad, path):
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(bad, XapiVersion.TWO)

    assert refusal.value.path == path


@pytest.mark.parametrize(("good", "path"), ONLY_IN_TWO.values(), ids=ONLY_IN_TWO.keys())
def test_statement_of_two_is_refused_in_one(good, path):
    statement_schema.check_statement(good, XapiVersion.TWO)
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(good, XapiVersion.ONE)

    assert refusal.value.path == path


@pytest.mark.parametrize("written", ONLY_IN_ONE.values(), ids=ONLY_IN_ONE.keys())
def test_moment_of_iso_8601_alone_is_refused_in_two(written):
    statement_schema.check_statement(statement(timestamp=written), XapiVersion.ONE)
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(statement(timestamp=written), XapiVersion.TWO)

    assert refusal.value.path == "$.timestamp"


def test_rule_of_what_two_adds_names_its_standard():
    with pytest.raises(SpecError) as refusal:
        statement_schema.check_statement(context(contextAgents={}), XapiVersion.TWO)

    assert refusal.value.rule == f"{ADDED} (XAPI-00006)"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00Z"),
        ("2023-05-04T12:00-05:00", "2023-05-04T17:00:00Z"),
        ("2026-01-01T02:30:59.123456789+05:00", "2025-12-31T21:30:59.123456789Z"),
        ("2026-03-02T04:00:00.10Z", "2026-03-02T04:00:00.10Z"),
        ("2026-03-02 04:00:00,5+00:00", "2026-03-02T04:00:00.5Z"),
        ("2026-03-02t04:00:00z", "2026-03-02T04:00:00Z"),
        ("2026-03-02T04:00:00", "2026-03-02T04:00:00Z"),
        ("20260302T0400-0330", "2026-03-02T07:30:00Z"),
        ("2026-W10-1T04Z", "2026-03-02T04:00:00Z"),
        ("2026061T04:00:00Z", None),
        ("2026-061T04:30.5Z", "2026-03-02T04:30:30Z"),
        ("2026-061T04.2575Z", "2026-03-02T04:15:27Z"),
        ("2026-061T04.00001Z", "2026-03-02T04:00:00.036Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        ("0999-03-02T04:00:00Z", "0999-03-02T04:00:00Z"),
        ("9999-12-31T23:59:59-01:00", None),
        ("9999-12-31T23:59:60Z", "9999-12-31T23:59:60Z"),
    ],
)
def test_moment_is_kept_in_utc_as_precise_as_it_came(written, kept):
    if kept is None:
        with pytest.raises(ValueError, match=r"\d"):
            timestamps.convert_to_utc(written)
    else:
        assert timestamps.convert_to_utc(written) == kept


def test_moment_is_read_to_the_microsecond():
    read = timestamps.parse_timestamp("2026-01-01T02:30:59.1234567+05:00")

    assert read.isoformat() == "2025-12-31T21:30:59.123456+00:00"


def test_leap_second_is_the_first_of_the_next_minute():
    assert timestamps.parse_timestamp(
        "2016-12-31T23:59:60Z"
    ) == timestamps.parse_timestamp("2017-01-01T00:00:00Z")


def test_moments_of_a_statement_and_its_sub_statement_are_kept_in_utc():
    came = statement(
        timestamp="2026-03-02T04:00:00+05:00",
        object={**SUB, "timestamp": "2026-03-02T04:00:00-05:00"},
    )

    assert timestamps.convert_timestamps_to_utc(came) == statement(
        timestamp="2026-03-01T23:00:00Z",
        object={**SUB, "timestamp": "2026-03-02T09:00:00Z"},
    )
    assert came["object"]["timestamp"] == "2026-03-02T04:00:00-05:00"


def test_statement_without_a_moment_is_kept_as_it_came():
    assert timestamps.convert_timestamps_to_utc(statement()) == statement()
