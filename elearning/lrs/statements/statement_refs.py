"""References between statements, and voiding.

A statement that refers to another matches every query that the other matches, and so on
along the chain (xAPI 1.0.3, Part Three, 2.1.3). The chains are stored, in both
directions, as rows: statements may arrive in any order, and the target may arrive last.

A statement can be voided by its own authority only (Part Two, 2.3.2: others are
refused). A voiding statement that arrived before a statement of somebody else has no
effect.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists

from elearning.lrs import raw_sql
from elearning.lrs.errors import ScopeError
from elearning.lrs.models import Statement, StatementReference
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.models.statement_index import build_authority_filter
from elearning.lrs.spec import statement_comparison
from elearning.lrs.spec.statement_schema import VOIDED
from elearning.lrs.statements import identifiers
from elearning.lrs.statements.incoming_statements import IncomingStatement

_KNOWN = """
    WITH own AS (SELECT id FROM lrs_agent WHERE key = %s)
    SELECT uuid, digest, FALSE FROM lrs_statement WHERE uuid IN {ids} UNION ALL
    SELECT target, NULL, EXISTS (
        SELECT 1 FROM lrs_statementagent AS vouching
        WHERE vouching.statement_id = lrs_statementreference.source_id
        AND vouching.agent_id = (SELECT id FROM own) AND vouching.is_authority
    ) FROM lrs_statementreference WHERE voids AND target IN {ids}
"""
_RULE = "xAPI 1.0.3, Part 2, 2.3.2"


@dataclass(frozen=True)
class ExistingStatements:
    """The digests of drafts that are already stored, and the drafts voided by stored ones.

    ``spared`` are drafts that somebody else wanted to void before they arrived.
    """

    digests: dict[UUID, str]
    voided: set[UUID]
    spared: set[UUID]


def find_existing_statements(
    drafts: Sequence[IncomingStatement], authority: dict[str, Any]
) -> ExistingStatements:
    """Return the stored ones among ``drafts`` of ``authority``.

    A voiding statement cannot be voided (Part Two, 2.3.2).
    """
    key = hash_name(identifiers.require_authority_name(authority))
    uuids = [draft.uuid for draft in drafts]
    found = raw_sql.select_rows_by_uuid(_KNOWN, uuids, first=[key])
    digests = {uuid: digest for uuid, digest, _own in found if digest is not None}
    claims = [(uuid, own) for uuid, digest, own in found if digest is None]
    voiding = {
        draft.uuid for draft in drafts if statement_comparison.is_voiding(draft.content)
    }
    return ExistingStatements(
        digests,
        voided={uuid for uuid, own in claims if own} - voiding,
        spared={uuid for uuid, own in claims if not own},
    )


def check_voiding_rights(
    drafts: Sequence[IncomingStatement],
    here: ExistingStatements,
    authority: dict[str, Any],
) -> None:
    """Raise ``ScopeError`` if a new draft voids a statement of another authority."""
    voiding = {
        UUID(identifiers.find_target_id(draft.content)): place
        for place, draft in enumerate(drafts)
        if draft.uuid not in here.digests
        and statement_comparison.is_voiding(draft.content)
    }
    if not voiding:
        return
    own = _is_own(authority, "pk")
    theirs = Statement.objects.filter(uuid__in=voiding).exclude(own)
    for uuid in theirs.values_list("uuid", flat=True)[:1]:
        raise ScopeError(
            f"Only whoever stored the statement {uuid} may void it. "
            "Take this one out of the request, and ask them to void it.",
            path=f"$[{voiding[uuid]}].object.id",
            requirement=_RULE,
        )


def cancel_foreign_voidings(targets: set[UUID], authority: dict[str, Any]) -> None:
    """Cancel voidings by others of statements that ``authority`` stores now."""
    if targets:
        claims = StatementReference.objects.filter(target__in=targets, voids=True)
        claims.exclude(_is_own(authority, "source")).update(voids=False)


def record_references(
    drafts: Sequence[IncomingStatement], authority: dict[str, Any]
) -> None:
    """Store the references of ``drafts`` and void their targets; usually there are none.

    Statements of other authorities are not voided, even if they arrived only now.
    """
    about = {
        draft.uuid: UUID(target)
        for draft in drafts
        if (target := identifiers.find_target_id(draft.content))
    }
    if not about:
        return
    keys = {draft.uuid: draft.key for draft in drafts}
    voids = {
        (draft.key, about[draft.uuid])
        for draft in drafts
        if statement_comparison.is_voiding(draft.content)
    }
    StatementReference.objects.bulk_create(
        (
            StatementReference(source_id=source, target=target, voids=pair in voids)
            for pair in sorted(_pairs(about, keys))
            for source, target in [pair]
        ),
        ignore_conflicts=True,
    )
    if voids:
        _void({target for _source, target in voids}, authority)


def _pairs(about: dict[UUID, UUID], keys: dict[UUID, int]) -> set[tuple[int, UUID]]:
    """Return all pairs of a source and a target it now reaches."""
    chains = _chains(about)
    earlier = StatementReference.objects.filter(target__in=about)
    return {
        (keys[source], target) for source, chain in chains.items() for target in chain
    } | {
        (source, target)
        for source, middle in earlier.values_list("source", "target")
        for target in chains[middle]
    }


def _chains(about: dict[UUID, UUID]) -> dict[UUID, set[UUID]]:
    steps: defaultdict[UUID, set[UUID]] = defaultdict(set)
    stored = StatementReference.objects.filter(source__uuid__in=set(about.values()))
    for source, target in [
        *stored.values_list("source__uuid", "target"),
        *about.items(),
    ]:
        steps[source].add(target)
    return {source: _reach(source, steps) for source in about}


def _reach(start: UUID, steps: dict[UUID, set[UUID]]) -> set[UUID]:
    reached: set[UUID] = set()
    ahead = [start]
    while ahead:
        fresh = steps.get(ahead.pop(), set()) - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached


def _void(targets: set[UUID], authority: dict[str, Any]) -> None:
    own = _is_own(authority, "pk")
    there = Statement.objects.filter(uuid__in=targets)
    there.filter(own).exclude(verb__key=hash_name(VOIDED)).update(voided=True)
    if theirs := set(there.exclude(own).values_list("uuid", flat=True)):
        claims = StatementReference.objects.filter(target__in=theirs, voids=True)
        claims.filter(_is_own(authority, "source")).update(voids=False)


def _is_own(authority: dict[str, Any], key: str) -> Exists:
    return build_authority_filter(identifiers.require_authority_name(authority), key)
