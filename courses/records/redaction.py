"""Redaction of statements for administrators: pseudonyms instead of names and addresses.

The platform’s own statements name nobody. Those of other systems may: there an agent is
shown by the number of its row, which can also be used for searches.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from elearning.lrs.models import Agent
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.spec.actor_schema import IDENTIFIERS
from elearning.lrs.statements import identifiers

_PSEUDONYM = re.compile(r"[0-9a-f]{64}|agent-[0-9]{1,18}")
_FOREIGN = "agent-"
#: Fields of an agent that are kept, besides the pseudonym.
_KEPT = ("objectType",)

type Pseudonyms = dict[str, str]


def is_pseudonym(text: str) -> bool:
    """Return whether ``text`` has the form of a pseudonym."""
    return _PSEUDONYM.fullmatch(text) is not None


def find_agent_name(pseudonym: str) -> str | None:
    """Return the name of the agent with ``pseudonym``, or ``None``."""
    if not pseudonym.startswith(_FOREIGN):
        account = {"homePage": settings.XAPI_BASE_IRI, "name": pseudonym}
        return identifiers.find_agent_name({"account": account})
    number = pseudonym.removeprefix(_FOREIGN)
    return Agent.objects.filter(pk=number).values_list("name", flat=True).first()


def map_pseudonyms(statements: Iterable[dict[str, Any]]) -> Pseudonyms:
    """Return the pseudonyms of all agents in ``statements``, by the agents’ names."""
    found: Pseudonyms = {}
    foreign: set[str] = set()
    for agent in (agent for item in statements for agent in _agents(item)):
        name = identifiers.find_agent_name(agent)
        if name is None:
            continue
        if _is_ours(agent):
            found[name] = agent["account"]["name"]
        else:
            foreign.add(name)
    if foreign:
        rows = Agent.objects.filter(key__in=map(hash_name, foreign))
        found |= {row.name: f"{_FOREIGN}{row.pk}" for row in rows}
    return found


def get_agent_pseudonym(agent: dict[str, Any], known: Pseudonyms) -> str:
    """Return the pseudonym of an agent; empty for a group without identifier."""
    return known.get(identifiers.find_agent_name(agent) or "", "")


def redact_statement(value: Any, known: Pseudonyms) -> Any:
    """Return a statement, or a part of one, without names."""
    if isinstance(value, list):
        return [redact_statement(item, known) for item in value]
    if not isinstance(value, dict):
        return value
    if not _is_agent(value):
        return {key: redact_statement(item, known) for key, item in value.items()}
    shown = {key: value[key] for key in _KEPT if key in value}
    if _is_ours(value):
        shown["account"] = value["account"]
    elif pseudonym := get_agent_pseudonym(value, known):
        shown["pseudonym"] = pseudonym
    if "member" in value:
        shown["member"] = redact_statement(value["member"], known)
    return shown


def _agents(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _agents(item)
    elif isinstance(value, dict):
        if _is_agent(value):
            yield value
        for item in value.values():
            yield from _agents(item)


def _is_agent(value: dict[str, Any]) -> bool:
    """Return whether an object identifies somebody, or is a group of people.

    Extensions may contain anything, including objects that only resemble an agent.
    """
    identified = [value[key] for key in IDENTIFIERS & value.keys()]
    if identified:
        return all(_identifies(item) for item in identified)
    return value.get("objectType") == "Group"


def _identifies(item: Any) -> bool:
    if not isinstance(item, dict):
        return isinstance(item, str)
    return isinstance(item.get("homePage"), str) and isinstance(item.get("name"), str)


def _is_ours(agent: dict[str, Any]) -> bool:
    account = agent.get("account")
    return (
        isinstance(account, dict) and account.get("homePage") == settings.XAPI_BASE_IRI
    )
