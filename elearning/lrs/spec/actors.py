"""Agents and groups: who did it, who it was done to, who says so."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Kinds, ListOf, Part, Shape, absent, constant

_ACCOUNT = Shape(
    "An account",
    "2.4.2.4",
    {
        "homePage": Part(values.iri, "XAPI-00042"),
        "name": Part(values.text, "XAPI-00043"),
    },
    required={"homePage": "XAPI-00042", "name": "XAPI-00043"},
)
_IDENTIFIERS = {
    "mbox": Part(values.mailto, "XAPI-00038"),
    "mbox_sha1sum": Part(values.sha1, "XAPI-00039"),
    "openid": Part(values.uri, "XAPI-00040"),
    "account": Part(_ACCOUNT, "XAPI-00041"),
}
#: The inverse functional identifiers: each names one agent or group.
IDENTIFIERS = frozenset(_IDENTIFIERS)


def _one_identifier(agent: dict[str, Any]) -> Iterator[SpecError]:
    if len(IDENTIFIERS & agent.keys()) != 1:
        wrong = "An agent has exactly one identifier."
        yield SpecError("2.4.2.3", wrong, "XAPI-00034")


#: An agent with exactly one identifier.
agent = Shape(
    "An agent",
    "2.4.2.1",
    {
        "objectType": Part(constant("Agent", "2.4.2.1"), "XAPI-00032"),
        "name": Part(values.text, "XAPI-00033"),
        "member": Part(absent("2.4.2.1", "An agent has no members."), "XAPI-00035"),
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
group = Shape(
    "A group",
    "2.4.2.2",
    {
        "objectType": Part(constant("Group", "2.4.2.2"), "XAPI-00032"),
        "name": Part(values.text, "XAPI-00033"),
        "member": Part(ListOf(agent, "2.4.2.2"), "XAPI-00036"),
        **_IDENTIFIERS,
    },
    required={"objectType": "XAPI-00032"},
    rules=[_identifier_or_members],
)

#: An agent or a group; without ``objectType`` it is an agent.
actor = Kinds(
    "An actor",
    "2.4.2",
    {"Agent": Part(agent), "Group": Part(group)},
    default="Agent",
    requirement="XAPI-00031",
)


def _anonymous_pair(group: dict[str, Any]) -> Iterator[SpecError]:
    if IDENTIFIERS & group.keys() or len(group["member"]) != 2:
        wrong = "A group as authority is two members, no identifier."
        yield SpecError("2.4.9", wrong, "XAPI-00098", "XAPI-00100")


_PAIR = Shape(
    group.name,
    group.section,
    group.parts,
    required=group.required,
    rules=[*group.rules, _anonymous_pair],
)
#: An agent, or the anonymous pair of an OAuth consumer and a user.
authority = Kinds(
    "An authority",
    "2.4.9",
    {"Agent": Part(agent), "Group": Part(_PAIR)},
    default="Agent",
    requirement="XAPI-00024",
)
