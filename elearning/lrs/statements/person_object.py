"""The Person object of an agent (Part Three, 2.4)."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec.actor_schema import IDENTIFIERS
from elearning.lrs.statements import identifiers, statement_lookup

#: The number of an agent’s newest statements that are searched for names.
_LOOKED_THROUGH = 100


def build_person(agent: dict[str, Any]) -> dict[str, Any]:
    """Return the Person of a valid ``agent``.

    The store does not link identifiers of one person, so the only one is that of the
    request. Names are those in statements about the agent and in the request; they are
    stored nowhere else, and are deleted with the statements.
    """
    found: dict[str, Any] = {"objectType": "Person"}
    if names := list(dict.fromkeys(_names(agent))):
        found["name"] = names
    for kind in IDENTIFIERS & agent.keys():
        found[kind] = [agent[kind]]
    return found


def _names(agent: dict[str, Any]) -> Iterator[str]:
    if "name" in agent:
        yield agent["name"]
    wanted = identifiers.find_agent_name(agent)
    for row in statement_lookup.list_agent_statements(agent)[:_LOOKED_THROUGH]:
        statement = row.content
        for actor in (statement["actor"], statement["object"]):
            for somebody in (actor, *actor.get("member", ())):
                if (
                    identifiers.find_agent_name(somebody) == wanted
                    and "name" in somebody
                ):
                    yield somebody["name"]
