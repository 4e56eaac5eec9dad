"""Browsing of the store by its administrator, page by page, without counting.

Every page starts at the key of a statement, so that the thousandth is as fast as the
first. Nobody is named (see ``redaction``). Views that show a page record the access in
the audit log.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.records import redaction
from courses.records.statements import statement_builder
from elearning.lrs import statement_keys
from elearning.lrs.models import Credential, Statement, StatementReference, Verb
from elearning.lrs.statements import statement_lookup
from elearning.lrs.statements.statement_query import StatementQuery

PAGE = 50
_MOST_VERBS = 300


@dataclass(frozen=True)
class StatementSearch:
    """Search criteria; ``actor`` is a pseudonym, days are local."""

    actor: str = ""
    verb: str = ""
    activity: str = ""
    related: bool = False
    registration: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class RedactedStatement:
    """One statement: ``content`` names nobody, ``actor`` is the pseudonym."""

    uuid: UUID
    content: dict[str, Any]
    actor: str
    stored_at: datetime
    voided: bool


@dataclass(frozen=True)
class StatementPage:
    """Statements, newest first, and the keys from which the adjacent pages start."""

    lines: list[RedactedStatement]
    newer: int | None = None
    older: int | None = None


def get_statement_page(
    wanted: StatementSearch, *, older: int | None = None, newer: int | None = None
) -> StatementPage:
    """Return the page before (``older``) or after (``newer``) a key, else the newest.

    The filters of the store are used, so a page lacks voided statements, and includes
    statements that refer to matching ones.
    """
    query = _query(wanted, older=older, newer=newer)
    if query is None:
        return StatementPage([])
    found = statement_lookup.list_statements(query)
    contents = [json.loads(payload) for payload in found.payloads]
    lines = Statement.objects.in_bulk(
        [UUID(content["id"]) for content in contents], field_name="uuid"
    )
    rows = [lines[UUID(content["id"])] for content in contents]
    if newer is not None:
        rows.reverse()
    return _page(rows, more=found.after is not None, older=older, newer=newer)


def find_statement(uuid: UUID) -> RedactedStatement | None:
    """Return the statement with an id, voided or not, or ``None``."""
    row = Statement.objects.filter(uuid=uuid).first()
    return build_redacted_statements([row])[0] if row else None


def build_redacted_statements(rows: list[Statement]) -> list[RedactedStatement]:
    """Return rows as statements that name nobody, in at most one query."""
    contents = [row.content for row in rows]
    known = redaction.map_pseudonyms(contents)
    return [
        RedactedStatement(
            uuid=row.uuid,
            content=redaction.redact_statement(content, known),
            actor=redaction.get_agent_pseudonym(content["actor"], known),
            stored_at=row.stored_at,
            voided=row.voided,
        )
        for row, content in zip(rows, contents, strict=True)
    ]


def list_known_verbs() -> list[str]:
    """Return the IRIs of known verbs, as many as a list can offer."""
    met = Verb.objects.order_by("pk").values_list("name", flat=True)
    return list(met[:_MOST_VERBS])


def _query(
    wanted: StatementSearch, *, older: int | None, newer: int | None
) -> StatementQuery | None:
    agent = redaction.find_agent_name(wanted.actor) if wanted.actor else None
    if wanted.actor and agent is None:
        return None
    return StatementQuery(
        agent=agent,
        verb=wanted.verb or None,
        activity=wanted.activity or None,
        registration=str(wanted.registration) if wanted.registration else None,
        related_activities=wanted.related,
        since=_before(wanted.since) if wanted.since else None,
        until=_before(wanted.until + timedelta(days=1)) if wanted.until else None,
        limit=PAGE,
        ascending=newer is not None,
        after=newer if newer is not None else older,
    )


def _page(
    rows: list[Statement], *, more: bool, older: int | None, newer: int | None
) -> StatementPage:
    """Return a page, with the adjacent pages inferred without a query."""
    if not rows:
        return StatementPage([])
    has_newer = more if newer is not None else older is not None
    has_older = more if newer is None else True
    return StatementPage(
        build_redacted_statements(rows),
        newer=rows[0].pk if has_newer else None,
        older=rows[-1].pk if has_older else None,
    )


def _before(day: date) -> str:
    """Return the last millisecond before ``day``, in local time."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return statement_keys.format_timestamp(midnight - timedelta(milliseconds=1))


def find_voiding_id(uuid: UUID) -> UUID | None:
    """Return the id of the statement that voids the one with ``uuid``."""
    voidings = StatementReference.objects.filter(target=uuid, voids=True)
    return voidings.values_list("source__uuid", flat=True).first()


def get_authority_label(content: dict[str, Any]) -> str:
    """Return the label of the credential behind a statement; ``""`` for the platform."""
    name = content["authority"].get("account", {}).get("name", "")
    labels = Credential.objects.filter(key=name).values_list("label", flat=True)
    return labels.first() or ("" if name == statement_builder.PLATFORM else name)
