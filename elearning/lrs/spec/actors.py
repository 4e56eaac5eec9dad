"""Agents and groups: who did it, who it was done to, who says so."""

from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Check, Shape, constant, list_of

_ACCOUNT = Shape(
    "An account",
    "2.4.2.4",
    {"homePage": values.iri, "name": values.text},
    required=frozenset({"homePage", "name"}),
)
_IDENTIFIERS: dict[str, Check] = {
    "mbox": values.mailto,
    "mbox_sha1sum": values.sha1,
    "openid": values.iri,
    "account": _ACCOUNT,
}
#: The inverse functional identifiers: each names one agent or group.
IDENTIFIERS = frozenset(_IDENTIFIERS)

_AGENT = Shape(
    "An agent",
    "2.4.2.1",
    {
        "objectType": constant("Agent", "2.4.2.1"),
        "name": values.text,
        **_IDENTIFIERS,
    },
)


def agent(value: Any) -> None:
    """Accept an agent with exactly one identifier (2.4.2.1)."""
    _AGENT(value)
    if len(IDENTIFIERS & value.keys()) != 1:
        raise SpecError("2.4.2.3", "An agent has exactly one identifier.")


_GROUP = Shape(
    "A group",
    "2.4.2.2",
    {
        "objectType": constant("Group", "2.4.2.2"),
        "name": values.text,
        "member": list_of(agent, "2.4.2.2"),
        **_IDENTIFIERS,
    },
    required=frozenset({"objectType"}),
)


def group(value: Any) -> None:
    """Accept a group with one identifier, or an anonymous one with its members."""
    _GROUP(value)
    identifiers = len(IDENTIFIERS & value.keys())
    if identifiers > 1:
        raise SpecError("2.4.2.3", "A group has at most one identifier.")
    if not identifiers and not value.get("member"):
        raise SpecError("2.4.2.2", "A group without identifier lists its members.")


def actor(value: Any) -> None:
    """Accept an agent or a group; without ``objectType`` it is an agent (2.4.2)."""
    if isinstance(value, dict) and value.get("objectType", "Agent") != "Agent":
        if value["objectType"] != "Group":
            flaw = SpecError("2.4.2", "This must be “Agent” or “Group”.")
            raise flaw.inside("objectType")
        group(value)
    else:
        agent(value)


def authority(value: Any) -> None:
    """Accept an agent, or the anonymous pair of an OAuth consumer and a user."""
    actor(value)
    if value.get("objectType") == "Group" and (
        IDENTIFIERS & value.keys() or len(value["member"]) != 2  # noqa: PLR2004
    ):
        raise SpecError("2.4.9", "A group as authority is two members, no identifier.")
