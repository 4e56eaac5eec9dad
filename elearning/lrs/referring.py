"""Statements about statements: what counts for what, and what is voided.

A statement about another is found by whatever finds the other, and so on along the
chain (xAPI 1.0.3, Part Three, 2.1.3). The chains are kept ready, in both directions, as
rows: statements may come in any order, and the one they speak of may come last.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from elearning.lrs import naming, rows
from elearning.lrs.drafts import Draft
from elearning.lrs.models import Statement, StatementReference
from elearning.lrs.models.named import key_of
from elearning.lrs.spec import comparing
from elearning.lrs.spec.statements import VOIDED

_KNOWN = """
    SELECT uuid, digest FROM lrs_statement WHERE uuid IN {ids} UNION ALL
    SELECT target, NULL FROM lrs_statementreference WHERE voids AND target IN {ids}
"""


def known(drafts: Sequence[Draft]) -> tuple[dict[UUID, str], set[UUID]]:
    """Return the digests of those that are here, and which are voided by what is here.

    A statement that voids cannot be voided (Part Two, 2.3.2).
    """
    found = rows.select_by_uuid(_KNOWN, [draft.uuid for draft in drafts])
    digests = {uuid: digest for uuid, digest in found if digest is not None}
    voiding = {draft.uuid for draft in drafts if comparing.is_voiding(draft.content)}
    return digests, {uuid for uuid, digest in found if digest is None} - voiding


def note(drafts: Sequence[Draft]) -> None:
    """Keep what ``drafts`` are about and void what they void; mostly there is nothing."""
    about = {
        draft.uuid: UUID(target)
        for draft in drafts
        if (target := naming.target(draft.content))
    }
    if not about:
        return
    keys = {draft.uuid: draft.key for draft in drafts}
    voids = {
        (draft.key, about[draft.uuid])
        for draft in drafts
        if comparing.is_voiding(draft.content)
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
        _void({target for _source, target in voids})


def _pairs(about: dict[UUID, UUID], keys: dict[UUID, int]) -> set[tuple[int, UUID]]:
    """Return every source with every target it now reaches."""
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


def _void(targets: set[UUID]) -> None:
    there = Statement.objects.filter(uuid__in=targets)
    there.exclude(verb__key=key_of(VOIDED)).update(voided=True)
