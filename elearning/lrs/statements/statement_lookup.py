"""Lookup of stored statements, by id or by query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from elearning.lrs import statement_keys
from elearning.lrs.errors import NotFoundError
from elearning.lrs.models import (
    Activity,
    Agent,
    Statement,
    StatementActivity,
    StatementAgent,
    StatementReference,
    Verb,
)
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.models.statement_index import build_authority_filter
from elearning.lrs.statements import id_lookup, identifiers
from elearning.lrs.statements.statement_query import StatementQuery

type _Ids = dict[str, int]


@dataclass(frozen=True)
class PayloadPage:
    """A page of payloads in order, and the key to continue after (``None`` at the end)."""

    payloads: list[str]
    after: int | None


def get_payload(uuid: str, *, voided: bool, written_by: str | None = None) -> str:
    """Return the payload of the statement ``uuid``, voided or not as requested.

    ``written_by`` (an agent’s name) limits it to statements of that authority. Raises
    ``NotFoundError``.
    """
    found = Statement.objects.filter(uuid=uuid, voided=voided)
    if written_by is not None:
        found = found.filter(build_authority_filter(written_by, "pk"))
    payload = found.values_list("payload", flat=True).first()
    if payload is None:
        raise NotFoundError("No such statement is here.")
    return payload


def list_statements(
    query: StatementQuery, *, written_by: str | None = None
) -> PayloadPage:
    """Return the statements that match ``query``, and those that refer to them.

    Voided statements are left out, but statements about them are still found through
    them (Part Three, 2.1.3). ``written_by`` limits it as in ``get_payload``.
    """
    found: set[int] = set()
    ids = _ids(query)
    if ids is not None:
        found = _slice(_direct(query, ids), query, written_by)
        if query.is_filtered and StatementReference.objects.exists():
            found |= _slice(_about(query, ids), query, written_by)
    ordered = sorted(found, reverse=not query.ascending)
    kept = ordered[: query.limit]
    rows = Statement.objects.filter(pk__in=kept).values_list("pk", "payload")
    payloads = dict(rows)
    more = kept[-1] if len(ordered) > query.limit else None
    return PayloadPage([payloads[key] for key in kept], more)


def list_agent_statements(agent: dict[str, Any]) -> "QuerySet[Statement]":
    """Return statements with an agent as actor or object, newest first, without voided ones."""
    name = identifiers.find_agent_name(agent)
    named = Agent.objects.filter(key=hash_name(name or ""))
    links = StatementAgent.objects.filter(agent__in=named, direct=True)
    found = Statement.objects.filter(pk__in=links.values("statement"), voided=False)
    return found.order_by("-pk")


def _ids(query: StatementQuery) -> _Ids | None:
    """Return the ids of the query’s names; ``None`` if the store does not know one."""
    named: dict[str, type[Agent | Verb | Activity]] = {
        "agent": Agent,
        "verb": Verb,
        "activity": Activity,
    }
    ids: _Ids = {}
    for field, model in named.items():
        if name := getattr(query, field):
            pk = id_lookup.find_id(model, name)
            if pk is None:
                return None
            ids[field] = pk
    return ids


def _direct(query: StatementQuery, ids: _Ids) -> "QuerySet[Any]":
    """Return the matching statements, from the narrowest index."""
    found: QuerySet[Any]
    row, key = "statement__", "statement_id"
    if "agent" in ids:
        found = _by_agent(query, ids)
        if "activity" in ids:
            found = _with_activity(found, query, ids)
    elif "activity" in ids:
        found = _by_activity(query, ids)
    else:
        found, row, key = _by_verb(Statement.objects.all(), ids), "", "id"
    if query.registration:
        found = found.filter(**{f"{row}registration": query.registration})
    return found.filter(**{f"{row}voided": False}).values_list(key, flat=True)


def _about(query: StatementQuery, ids: _Ids) -> "QuerySet[Any]":
    targets = _by_verb(Statement.objects.filter(uuid=OuterRef("target")), ids)
    if "agent" in ids:
        links: QuerySet[Any] = _by_agent(query, ids)
        targets = targets.filter(Exists(links.filter(statement=OuterRef("pk"))))
    if "activity" in ids:
        links = _by_activity(query, ids)
        targets = targets.filter(Exists(links.filter(statement=OuterRef("pk"))))
    if query.registration:
        targets = targets.filter(registration=query.registration)
    found = StatementReference.objects.filter(Exists(targets), source__voided=False)
    return found.values_list("source_id", flat=True).distinct()


def _with_activity(
    links: "QuerySet[StatementAgent]", query: StatementQuery, ids: _Ids
) -> "QuerySet[StatementAgent]":
    """Keep links to statements that also name the activity.

    An agent is usually the actor of few statements, so they are checked one by one,
    which a scalar subquery makes PostgreSQL do. If an agent is the authority of all of
    them, the planner does better.
    """
    same = _by_activity(query, ids).filter(statement=OuterRef("statement"))
    if query.related_agents:
        return links.filter(Exists(same))
    named = Subquery(same.values("activity")[:1])
    return links.alias(named=named).filter(named__isnull=False)


def _by_agent(query: StatementQuery, ids: _Ids) -> "QuerySet[StatementAgent]":
    links = _by_verb(StatementAgent.objects.filter(agent=ids["agent"]), ids)
    return links if query.related_agents else links.filter(direct=True)


def _by_activity(query: StatementQuery, ids: _Ids) -> "QuerySet[StatementActivity]":
    links = _by_verb(StatementActivity.objects.filter(activity=ids["activity"]), ids)
    return links if query.related_activities else links.filter(direct=True)


def _by_verb(rows: "QuerySet[Any]", ids: _Ids) -> "QuerySet[Any]":
    """Limit statements, or links to them, to one verb: both have the column."""
    return rows.filter(verb=ids["verb"]) if "verb" in ids else rows


def _slice(
    found: "QuerySet[Any]", query: StatementQuery, written_by: str | None
) -> set[int]:
    """Return the keys of one page of ``found``, and one more if there are more."""
    key = found._fields[0]  # type: ignore[attr-defined]  # the column of the keys
    if written_by is not None:
        found = found.filter(build_authority_filter(written_by, key))
    if since := query.moment("since"):
        found = found.filter(
            **{f"{key}__gte": statement_keys.compute_first_key_after(since)}
        )
    if until := query.moment("until"):
        found = found.filter(
            **{f"{key}__lt": statement_keys.compute_first_key_after(until)}
        )
    if query.after is not None:
        side = "gt" if query.ascending else "lt"
        found = found.filter(**{f"{key}__{side}": query.after})
    ordered = found.order_by(key if query.ascending else f"-{key}")
    return set(ordered[: query.limit + 1])
