"""Agents and groups, as actors, objects and authorities."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import value_checks
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import (
    ListSchema,
    ObjectSchema,
    PropertySchema,
    VariantSchema,
    build_absence_check,
    build_constant_check,
)

_ACCOUNT = ObjectSchema(
    "An account",
    "2.4.2.4",
    {
        "homePage": PropertySchema(value_checks.check_iri, "XAPI-00042"),
        "name": PropertySchema(value_checks.check_text, "XAPI-00043"),
    },
    required={"homePage": "XAPI-00042", "name": "XAPI-00043"},
)
_IDENTIFIERS = {
    "mbox": PropertySchema(value_checks.check_mailto, "XAPI-00038"),
    "mbox_sha1sum": PropertySchema(value_checks.check_sha1, "XAPI-00039"),
    "openid": PropertySchema(value_checks.check_uri, "XAPI-00040"),
    "account": PropertySchema(_ACCOUNT, "XAPI-00041"),
}
#: The inverse functional identifiers: each identifies one agent or group.
IDENTIFIERS = frozenset(_IDENTIFIERS)


def _one_identifier(agent: dict[str, Any]) -> Iterator[SpecError]:
    if len(IDENTIFIERS & agent.keys()) != 1:
        wrong = "An agent has exactly one identifier."
        yield SpecError("2.4.2.3", wrong, "XAPI-00034")


#: An agent with exactly one identifier.
agent = ObjectSchema(
    "An agent",
    "2.4.2.1",
    {
        "objectType": PropertySchema(
            build_constant_check("Agent", "2.4.2.1"), "XAPI-00032"
        ),
        "name": PropertySchema(value_checks.check_text, "XAPI-00033"),
        "member": PropertySchema(
            build_absence_check("2.4.2.1", "An agent has no members."), "XAPI-00035"
        ),
        **_IDENTIFIERS,
    },
    rules=[_one_identifier],
)


def _identifier_or_members(group: dict[str, Any]) -> Iterator[SpecError]:
    identifiers = len(IDENTIFIERS & group.keys())
    if identifiers > 1:
        wrong = "A group has at most one identifier."
        yield SpecError("2.4.2.3", wrong, "XAPI-00037")
    if not identifiers and not group.get("member"):
        wrong = "A group without identifier lists its members."
        yield SpecError("2.4.2.2", wrong, "XAPI-00037")


#: A group with one identifier, or an anonymous one with its members.
group = ObjectSchema(
    "A group",
    "2.4.2.2",
    {
        "objectType": PropertySchema(
            build_constant_check("Group", "2.4.2.2"), "XAPI-00032"
        ),
        "name": PropertySchema(value_checks.check_text, "XAPI-00033"),
        "member": PropertySchema(ListSchema(agent, "2.4.2.2"), "XAPI-00036"),
        **_IDENTIFIERS,
    },
    required={"objectType": "XAPI-00032"},
    rules=[_identifier_or_members],
)

#: An agent or a group; without ``objectType`` it is an agent.
actor = VariantSchema(
    "An actor",
    "2.4.2",
    {"Agent": PropertySchema(agent), "Group": PropertySchema(group)},
    default="Agent",
    requirement="XAPI-00031",
)


def _anonymous_pair(group: dict[str, Any]) -> Iterator[SpecError]:
    if IDENTIFIERS & group.keys() or len(group["member"]) != 2:
        wrong = "A group as authority is two members, no identifier."
        yield SpecError("2.4.9", wrong, "XAPI-00098", "XAPI-00100")


_PAIR = ObjectSchema(
    group.name,
    group.section,
    group.parts,
    required=group.required,
    rules=[*group.rules, _anonymous_pair],
)
#: An agent, or the anonymous pair of an OAuth consumer and a user.
authority = VariantSchema(
    "An authority",
    "2.4.9",
    {"Agent": PropertySchema(agent), "Group": PropertySchema(_PAIR)},
    default="Agent",
    requirement="XAPI-00024",
)
