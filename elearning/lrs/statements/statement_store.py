"""Storage of statements: check, compare, complete, write and index."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from elearning.lrs import raw_sql, statement_keys
from elearning.lrs.errors import ConflictError, StatementError
from elearning.lrs.models import (
    Activity,
    Agent,
    Outbox,
    Statement,
    StatementActivity,
    StatementAgent,
    Verb,
)
from elearning.lrs.spec import context_schema, statement_comparison, timestamps
from elearning.lrs.spec import statement_schema as spec
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import (
    activity_definitions,
    attachments,
    consistency,
    id_lookup,
    identifiers,
    statement_refs,
)
from elearning.lrs.statements.attachments import AttachmentFile
from elearning.lrs.statements.incoming_statements import IncomingStatement

#: The version given to a statement without ``version`` (2.4.10).
_VERSIONS = {XapiVersion.ONE: "1.0.0", XapiVersion.TWO: "2.0.0"}
_TARGETS = "SELECT id FROM lrs_target WHERE is_active ORDER BY id"


def store_statements(
    statements: Sequence[dict[str, Any]],
    *,
    authority: dict[str, Any],
    version: XapiVersion = XapiVersion.ONE,
    files: Sequence[AttachmentFile] = (),
) -> list[str]:
    """Store a batch atomically, and return the ids in order.

    Takes statements as JSON objects, which are checked and completed by the rules of
    ``version``; ``authority`` is the agent that vouches for them, ``files`` the data of
    their attachments. A statement already stored changes nothing. It joins the caller’s
    transaction, so that facts and their statements are stored together. Raises
    ``StatementError`` for a violation of the specification (Part Two), ``RequestError``
    for data that belong to no attachment, ``ScopeError`` for voiding a statement of
    another authority and ``ConflictError`` for an id of a different statement (Part
    Three, 2.1.1); all abort the surrounding transaction.
    """
    drafts = _checked(statements, version, files)
    with transaction.atomic(savepoint=False):
        consistency.take_writer_lock()
        here = statement_refs.find_existing_statements(drafts, authority)
        _refuse_conflicts(drafts, here.digests)
        statement_refs.check_voiding_rights(drafts, here, authority)
        if fresh := [draft for draft in drafts if draft.uuid not in here.digests]:
            _add(fresh, authority, version, here.voided)
            statement_refs.cancel_foreign_voidings(here.spared, authority)
            attachments.store_attachments(fresh, files)
    return [str(draft.uuid) for draft in drafts]


def _checked(
    statements: Sequence[dict[str, Any]],
    version: XapiVersion,
    files: Sequence[AttachmentFile],
) -> list[IncomingStatement]:
    try:
        spec.check_statements(statements, version)
    except SpecError as flaw:
        raise StatementError.of(flaw) from flaw
    attachments.check_attachments(statements, files)
    return [
        IncomingStatement(
            uuid=UUID(content["id"]) if "id" in content else uuid4(),
            content=context_schema.normalize_context_activities(content),
            digest=statement_comparison.compute_statement_digest(content),
        )
        for content in statements
    ]


def _refuse_conflicts(drafts: list[IncomingStatement], known: dict[UUID, str]) -> None:
    for place, draft in enumerate(drafts):
        if known.get(draft.uuid, draft.digest) != draft.digest:
            raise ConflictError(
                f"Another statement has the id {draft.uuid}.",
                path=f"$[{place}].id",
                requirement="xAPI 1.0.3, Part 3, 2.1.1",
            )


def _add(
    drafts: list[IncomingStatement],
    authority: dict[str, Any],
    version: XapiVersion,
    voided: Collection[UUID],
) -> None:
    for draft, key in zip(
        drafts, statement_keys.allocate_keys(len(drafts)), strict=True
    ):
        draft.key = key
        _complete(draft, authority, version)
    verbs = id_lookup.find_or_create_ids(Verb, {draft.verb for draft in drafts})
    raw_sql.insert_rows(
        Statement,
        ("id", "uuid", "verb", "registration", "voided", "digest", "payload"),
        (
            (
                draft.key,
                draft.uuid,
                verbs[draft.verb],
                draft.registration,
                draft.uuid in voided,
                draft.digest,
                draft.payload,
            )
            for draft in drafts
        ),
    )
    _index_agents(drafts, verbs, identifiers.find_agent_name(authority))
    _index_activities(drafts, verbs)
    statement_refs.record_references(drafts, authority)
    _queue(drafts)


def _complete(
    draft: IncomingStatement, authority: dict[str, Any], version: XapiVersion
) -> None:
    """Set the properties that a store adds to a statement (2.4.1, 2.4.7 to 2.4.10; 4.5)."""
    stored = statement_keys.format_timestamp(statement_keys.decode_moment(draft.key))
    draft.content |= {"id": str(draft.uuid), "stored": stored, "authority": authority}
    draft.content.setdefault("timestamp", stored)
    draft.content.setdefault("version", _VERSIONS[version])
    if version is XapiVersion.TWO:
        draft.content = timestamps.convert_timestamps_to_utc(draft.content)
    draft.write()
    try:
        draft.payload.encode()
    except UnicodeEncodeError:
        raise StatementError("The statement has half a character in a text.") from None


def _index_agents(
    drafts: list[IncomingStatement], verbs: dict[str, int], authority: str | None
) -> None:
    named = {draft.key: identifiers.list_agent_names(draft.content) for draft in drafts}
    ids = id_lookup.find_or_create_ids(Agent, set().union(*named.values()))
    raw_sql.insert_rows(
        StatementAgent,
        ("agent", "statement", "verb", "direct", "is_authority"),
        (
            (ids[name], draft.key, verbs[draft.verb], direct, name == authority)
            for draft in drafts
            for name, direct in named[draft.key].items()
        ),
    )


def _index_activities(drafts: list[IncomingStatement], verbs: dict[str, int]) -> None:
    named = {
        draft.key: identifiers.list_activity_ids(draft.content) for draft in drafts
    }
    ids = id_lookup.find_or_create_ids(Activity, set().union(*named.values()))
    activity_definitions.record_definitions(drafts, ids)
    raw_sql.insert_rows(
        StatementActivity,
        ("activity", "statement", "verb", "direct"),
        (
            (ids[name], draft.key, verbs[draft.verb], direct)
            for draft in drafts
            for name, direct in named[draft.key].items()
        ),
    )


def _queue(drafts: list[IncomingStatement]) -> None:
    """Queue the statements for every active target; by default there is none."""
    raw_sql.insert_rows(
        Outbox,
        ("target", "statement", "parked"),
        (
            (target, draft.key, "")
            for (target,) in raw_sql.select_rows(_TARGETS)
            for draft in drafts
        ),
    )
