"""Deletion of the data of an agent, for the right to erasure."""

from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from elearning.lrs import statement_keys
from elearning.lrs.models import (
    Agent,
    Attachment,
    Document,
    Statement,
    StatementAgent,
    StatementAttachment,
    Verb,
)
from elearning.lrs.models.statement_index import build_authority_filter
from elearning.lrs.statements import id_lookup, identifiers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

_AT_ONCE = 500


@dataclass(frozen=True)
class AgentTraces:
    """The amount of data about an agent.

    ``statements`` have the agent as actor or object, or as a member of either;
    ``mentions`` are statements of others that name it elsewhere, as instructor, in a
    team or as authority, and are never deleted. ``attachments`` are those that belong
    to its statements only.
    """

    statements: int
    mentions: int
    attachments: int
    documents: int


def count_traces(agent: dict[str, Any]) -> AgentTraces:
    """Return the amount ``erase_agent`` would delete; ``agent`` has an identifier."""
    pk = _known(agent)
    own = _own(pk)
    return AgentTraces(
        statements=own.count(),
        mentions=_mentions(pk).count(),
        attachments=_only_with(own).count(),
        documents=Document.objects.filter(agent=pk).count(),
    )


def erase_agent(agent: dict[str, Any]) -> AgentTraces:
    """Delete an agent’s statements and documents; return their numbers.

    Atomic. Its row stays, since every process may have cached its id, but no longer
    identifies it, unless statements of others do. References of others to its
    statements stay and dangle.
    """
    with transaction.atomic():
        found = count_traces(agent)
        pk = _known(agent)
        delete_statements(_own(pk))
        Document.objects.filter(agent=pk).delete()
        if not found.mentions:
            Agent.objects.filter(pk=pk).update(name="")
    return found


def list_agent_statement_ids(
    agent: dict[str, Any], verbs: "Collection[str]"
) -> "QuerySet[StatementAgent, int]":
    """Return the ids of an agent’s statements with ``verbs``, given as IRIs."""
    return _own(_known(agent)).filter(verb__in=_ids(verbs))


def list_registration_statement_ids(
    registration: "UUID", verbs: "Collection[str]", *, authority: dict[str, Any]
) -> "QuerySet[Statement, int]":
    """Return the ids of statements by ``authority`` under a registration with ``verbs``."""
    found = _told(verbs, authority).filter(registration=registration)
    return found.order_by().values_list("pk", flat=True)


def list_statement_ids_before(
    moment: "datetime", verbs: "Collection[str]", *, authority: dict[str, Any]
) -> "QuerySet[Statement, int]":
    """Return the ids of statements by ``authority`` with ``verbs`` before ``moment``."""
    found = _told(verbs, authority).filter(
        pk__lt=statement_keys.compute_first_key(moment)
    )
    return found.order_by("pk").values_list("pk", flat=True)


def find_first_stored_at(
    verbs: "Collection[str]", *, authority: dict[str, Any]
) -> "datetime | None":
    """Return when the oldest statement by ``authority`` with one of ``verbs`` was stored."""
    found = _told(verbs, authority).order_by("pk")
    oldest = found.values_list("pk", flat=True).first()
    return None if oldest is None else statement_keys.decode_moment(oldest)


def list_statement_ids(uuids: "Iterable[UUID]") -> "QuerySet[Statement, int]":
    """Return the ids of the statements with ``uuids``."""
    found = Statement.objects.filter(uuid__in=list(uuids))
    return found.order_by().values_list("pk", flat=True)


def delete_statements(statements: "Iterable[int]") -> int:
    """Delete ``statements`` (ids) with attachments of no others; return their number.

    Call it in a transaction. References of others to them stay and dangle.
    """
    number = 0
    for ids in batched(list(statements), _AT_ONCE):
        orphans = list(_only_with(ids).values_list("pk", flat=True))
        number += len(ids)
        Statement.objects.filter(pk__in=ids).delete()
        _unused(Attachment.objects.filter(pk__in=orphans)).delete()
    return number


def list_agent_documents(agent: dict[str, Any]) -> "QuerySet[Document]":
    """Return the states and profiles of an agent."""
    return Document.objects.filter(agent=_known(agent))


def _told(verbs: "Collection[str]", authority: dict[str, Any]) -> "QuerySet[Statement]":
    vouched = build_authority_filter(
        identifiers.require_authority_name(authority), "pk"
    )
    return Statement.objects.filter(vouched, verb__in=_ids(verbs))


def _ids(verbs: "Collection[str]") -> list[int]:
    known = (id_lookup.find_id(Verb, verb) for verb in verbs)
    return [pk for pk in known if pk is not None]


def _known(agent: dict[str, Any]) -> int:
    """Return the id of an agent’s row, 0 if it is unknown."""
    name = identifiers.find_agent_name(agent)
    if name is None:
        raise ValueError("A group without identifier is nobody to be forgotten.")
    return id_lookup.find_id(Agent, name) or 0


def _own(agent: int) -> "QuerySet[StatementAgent, int]":
    links = StatementAgent.objects.filter(agent=agent, direct=True)
    return links.values_list("statement_id", flat=True)


def _mentions(agent: int) -> "QuerySet[StatementAgent]":
    return StatementAgent.objects.filter(agent=agent, direct=False)


def _only_with(
    statements: "Collection[int] | QuerySet[Any, int]",
) -> "QuerySet[Attachment]":
    links = StatementAttachment.objects.filter(statement__in=statements)
    others = StatementAttachment.objects.filter(attachment=OuterRef("pk"))
    return Attachment.objects.filter(pk__in=links.values("attachment")).exclude(
        Exists(others.exclude(statement__in=statements))
    )


def _unused(attachments: "QuerySet[Attachment]") -> "QuerySet[Attachment]":
    links = StatementAttachment.objects.filter(attachment=OuterRef("pk"))
    return attachments.exclude(Exists(links))
