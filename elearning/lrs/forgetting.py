"""Delete what is kept about an agent, for whoever has a right to be forgotten."""

from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from elearning.lrs import naming, resolving
from elearning.lrs.models import (
    Agent,
    Attachment,
    Credential,
    Document,
    Statement,
    StatementAgent,
    StatementAttachment,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

_AT_ONCE = 500


@dataclass(frozen=True)
class Traces:
    """How much there is about an agent.

    ``statements`` are those whose actor or object it is, or has it as a member;
    ``mentions`` those of others that name it elsewhere, as instructor, in a team or as
    authority: they are the others' and are never deleted. ``attachments`` is the data
    that came with none but its statements.
    """

    statements: int
    mentions: int
    attachments: int
    documents: int
    tokens: int


def traces(agent: dict[str, Any]) -> Traces:
    """Return what ``forget`` would delete; ``agent`` has an identifier."""
    name, pk = _known(agent)
    own = _own(pk)
    return Traces(
        statements=own.count(),
        mentions=_mentions(pk).count(),
        attachments=_only_with(own).count(),
        documents=Document.objects.filter(agent=pk).count(),
        tokens=_tokens(name).count(),
    )


def forget(agent: dict[str, Any]) -> Traces:
    """Delete an agent's statements, documents and tokens; return what there was.

    Whole or not at all. Its row stays, since every process may remember its id, but
    does not say who it was any more, unless others' statements do. What others said
    about its statements stays and refers to nothing.
    """
    with transaction.atomic():
        found = traces(agent)
        name, pk = _known(agent)
        orphans = list(_only_with(_own(pk)).values_list("pk", flat=True))
        for keys in batched(_own(pk), _AT_ONCE):
            Statement.objects.filter(pk__in=keys).delete()
        for digests in batched(orphans, _AT_ONCE):
            _unused(Attachment.objects.filter(pk__in=digests)).delete()
        Document.objects.filter(agent=pk).delete()
        _tokens(name).delete()
        if not found.mentions:
            Agent.objects.filter(pk=pk).update(name="")
    return found


def _known(agent: dict[str, Any]) -> tuple[str, int]:
    """Return the name of an agent and the id of its row: nought if it was never met."""
    name = naming.agent_name(agent)
    if name is None:
        raise ValueError("A group without identifier is nobody to be forgotten.")
    return name, resolving.find(Agent, name) or 0


def _own(agent: int) -> "QuerySet[StatementAgent, int]":
    links = StatementAgent.objects.filter(agent=agent, direct=True)
    return links.values_list("statement_id", flat=True)


def _mentions(agent: int) -> "QuerySet[StatementAgent]":
    return StatementAgent.objects.filter(agent=agent, direct=False)


def _only_with(statements: "QuerySet[StatementAgent, int]") -> "QuerySet[Attachment]":
    """Return the data that came with ``statements`` and with no others."""
    links = StatementAttachment.objects.filter(statement__in=statements)
    others = StatementAttachment.objects.filter(attachment=OuterRef("pk"))
    return Attachment.objects.filter(pk__in=links.values("attachment")).exclude(
        Exists(others.exclude(statement__in=statements))
    )


def _unused(attachments: "QuerySet[Attachment]") -> "QuerySet[Attachment]":
    links = StatementAttachment.objects.filter(attachment=OuterRef("pk"))
    return attachments.exclude(Exists(links))


def _tokens(name: str) -> "QuerySet[Credential]":
    return Credential.objects.tokens().filter(agent=name)
