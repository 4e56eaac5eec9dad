"""Store statements: check, compare with what is known, complete, write, index."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from elearning.lrs import (
    attachments,
    canonical,
    consistency,
    keys,
    naming,
    referring,
    resolving,
    rows,
)
from elearning.lrs.attachments import File
from elearning.lrs.drafts import Draft
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
from elearning.lrs.spec import comparing, contexts, times
from elearning.lrs.spec import statements as spec
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.versions import Version

#: What a statement without ``version`` is given (2.4.10).
_VERSIONS = {Version.ONE: "1.0.0", Version.TWO: "2.0.0"}
_TARGETS = "SELECT id FROM lrs_target WHERE is_active ORDER BY id"


def store(
    statements: Sequence[dict[str, Any]],
    *,
    authority: dict[str, Any],
    version: Version = Version.ONE,
    files: Sequence[File] = (),
) -> list[str]:
    """Store a batch whole, or nothing of it, and return the ids in order.

    Takes statements as JSON objects, checked and completed by the rules of ``version``;
    ``authority`` is the agent who vouches for them, ``files`` the data of their
    attachments. A statement that is here already changes nothing. Joins the caller's
    transaction: facts and their story are kept, or lost, together. Raises
    ``StatementError`` for a breach of the specification (Part Two), ``RequestError`` for
    data that belongs to no attachment, ``ScopeError`` for the voiding of what somebody
    else stored and ``ConflictError`` for an id of a statement that says something else
    (Part Three, 2.1.1); all spoil a surrounding transaction.
    """
    drafts = _checked(statements, version, files)
    with transaction.atomic(savepoint=False):
        consistency.note_writer()
        here = referring.known(drafts, authority)
        _refuse_conflicts(drafts, here.digests)
        referring.demand_own(drafts, here, authority)
        if fresh := [draft for draft in drafts if draft.uuid not in here.digests]:
            _add(fresh, authority, version, here.voided)
            referring.spare(here.spared, authority)
            attachments.keep(fresh, files)
    return [str(draft.uuid) for draft in drafts]


def _checked(
    statements: Sequence[dict[str, Any]], version: Version, files: Sequence[File]
) -> list[Draft]:
    try:
        spec.check_all(statements, version)
    except SpecError as flaw:
        raise StatementError.of(flaw) from flaw
    attachments.demand(statements, files)
    return [
        Draft(
            uuid=UUID(content["id"]) if "id" in content else uuid4(),
            content=contexts.with_lists(content),
            digest=comparing.digest(content),
        )
        for content in statements
    ]


def _refuse_conflicts(drafts: list[Draft], known: dict[UUID, str]) -> None:
    for place, draft in enumerate(drafts):
        if known.get(draft.uuid, draft.digest) != draft.digest:
            raise ConflictError(
                f"Another statement has the id {draft.uuid}.",
                path=f"$[{place}].id",
                requirement="xAPI 1.0.3, Part 3, 2.1.1",
            )


def _add(
    drafts: list[Draft],
    authority: dict[str, Any],
    version: Version,
    voided: Collection[UUID],
) -> None:
    for draft, key in zip(drafts, keys.take(len(drafts)), strict=True):
        draft.key = key
        _complete(draft, authority, version)
    verbs = resolving.ids(Verb, {draft.verb for draft in drafts})
    rows.insert(
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
    _index_agents(drafts, verbs, naming.agent_name(authority))
    _index_activities(drafts, verbs)
    referring.note(drafts, authority)
    _queue(drafts)


def _complete(draft: Draft, authority: dict[str, Any], version: Version) -> None:
    """Write what a store writes into a statement (2.4.1, 2.4.7 to 2.4.10; 4.5)."""
    stored = keys.written(keys.moment_of(draft.key))
    draft.content |= {"id": str(draft.uuid), "stored": stored, "authority": authority}
    draft.content.setdefault("timestamp", stored)
    draft.content.setdefault("version", _VERSIONS[version])
    if version is Version.TWO:
        draft.content = times.with_utc(draft.content)
    draft.write()
    try:
        draft.payload.encode()
    except UnicodeEncodeError:
        raise StatementError("The statement has half a character in a text.") from None


def _index_agents(
    drafts: list[Draft], verbs: dict[str, int], authority: str | None
) -> None:
    named = {draft.key: naming.agents(draft.content) for draft in drafts}
    ids = resolving.ids(Agent, set().union(*named.values()))
    rows.insert(
        StatementAgent,
        ("agent", "statement", "verb", "direct", "is_authority"),
        (
            (ids[name], draft.key, verbs[draft.verb], direct, name == authority)
            for draft in drafts
            for name, direct in named[draft.key].items()
        ),
    )


def _index_activities(drafts: list[Draft], verbs: dict[str, int]) -> None:
    named = {draft.key: naming.activities(draft.content) for draft in drafts}
    ids = resolving.ids(Activity, set().union(*named.values()))
    canonical.note(drafts, ids)
    rows.insert(
        StatementActivity,
        ("activity", "statement", "verb", "direct"),
        (
            (ids[name], draft.key, verbs[draft.verb], direct)
            for draft in drafts
            for name, direct in named[draft.key].items()
        ),
    )


def _queue(drafts: list[Draft]) -> None:
    """Have every configured target get the statements; by default there is none."""
    rows.insert(
        Outbox,
        ("target", "statement", "parked"),
        (
            (target, draft.key, "")
            for (target,) in rows.select(_TARGETS)
            for draft in drafts
        ),
    )
