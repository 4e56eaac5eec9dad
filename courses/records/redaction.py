"""Statements as administrators see them: pseudonyms, and nobody's name or address.

Our own statements name nobody. Those of other systems may: there an agent is shown by
the number of its row, by which it can also be looked for.
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
#: What is kept of an agent beside its pseudonym.
_KEPT = ("objectType",)

type Pseudonyms = dict[str, str]


def is_pseudonym(text: str) -> bool:
    """Tell whether ``text`` is written as a pseudonym is."""
    return _PSEUDONYM.fullmatch(text) is not None


def find_agent_name(pseudonym: str) -> str | None:
    """Return the name of the agent with ``pseudonym``; ``None`` where none has it."""
    if not pseudonym.startswith(_FOREIGN):
        account = {"homePage": settings.XAPI_BASE_IRI, "name": pseudonym}
        return identifiers.find_agent_name({"account": account})
    number = pseudonym.removeprefix(_FOREIGN)
    return Agent.objects.filter(pk=number).values_list("name", flat=True).first()


def map_pseudonyms(statements: Iterable[dict[str, Any]]) -> Pseudonyms:
    """Return the pseudonym of every agent in ``statements``, by the agent's name."""
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
    """Return how an agent is shown; a group without identifier has no pseudonym."""
    return known.get(identifiers.find_agent_name(agent) or "", "")


def redact_statement(value: Any, known: Pseudonyms) -> Any:
    """Return a statement, or a part of one, in which nobody is named."""
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
    """Tell whether an object identifies somebody, or gathers people in a group.

    Extensions may hold anything, also what only looks like an agent.
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
