"""Identifiers of agents, activities and statements, by which a statement is indexed."""

import json
from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec.actor_schema import IDENTIFIERS


def find_agent_name(actor: dict[str, Any]) -> str | None:
    """Return the name of an agent's row; ``None`` for an anonymous group."""
    for kind in IDENTIFIERS & actor.keys():
        value = actor[kind]
        if kind == "account":
            return json.dumps([kind, value["homePage"], value["name"]])
        return json.dumps([kind, value.lower() if kind == "mbox_sha1sum" else value])
    return None


def require_authority_name(authority: dict[str, Any]) -> str:
    """Return the name of an authority’s row."""
    name = find_agent_name(authority)
    if name is None:
        raise ValueError("A group without identifier vouches for nothing here.")
    return name


def list_agent_names(statement: dict[str, Any]) -> dict[str, bool]:
    """Return the names of all agents and groups, each with whether it is direct."""
    found: dict[str, bool] = {}
    direct = [statement["actor"]]
    if _is_actor(statement["object"]):
        direct.append(statement["object"])
    for actor in direct:
        found |= dict.fromkeys(_names(actor), True)
    for actor in _further(statement):
        found = dict.fromkeys(_names(actor), False) | found
    return found


def list_activity_ids(statement: dict[str, Any]) -> dict[str, bool]:
    """Return the IRIs of all activities, each with whether it is the object."""
    found = dict.fromkeys(_context_activities(statement), False)
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        found |= dict.fromkeys(_context_activities(thing), False)
        if thing["object"].get("objectType", "Activity") == "Activity":
            found[thing["object"]["id"]] = False
    elif thing.get("objectType", "Activity") == "Activity":
        found[thing["id"]] = True
    return found


def find_target_id(statement: dict[str, Any]) -> str | None:
    """Return the id of the statement that this one refers to, if any."""
    thing = statement["object"]
    return thing["id"] if thing.get("objectType") == "StatementRef" else None


def _further(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "authority" in statement:
        yield statement["authority"]
    context = statement.get("context", {})
    for key in ("instructor", "team"):
        if key in context:
            yield context[key]
    for key, role in (("contextAgents", "agent"), ("contextGroups", "group")):
        for item in context.get(key, ()):
            yield item[role]
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        yield thing["actor"]
        if _is_actor(thing["object"]):
            yield thing["object"]
        yield from _further(thing)


def _names(actor: dict[str, Any]) -> Iterator[str]:
    for somebody in (actor, *actor.get("member", ())):
        if name := find_agent_name(somebody):
            yield name


def _is_actor(thing: dict[str, Any]) -> bool:
    return thing.get("objectType") in {"Agent", "Group"}


def _context_activities(statement: dict[str, Any]) -> Iterator[str]:
    listed = statement.get("context", {}).get("contextActivities", {})
    for activities_of_key in listed.values():
        for activity in activities_of_key:
            yield activity["id"]
