"""Stale texts: those citing a clause that has changed since, until somebody checks them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course, UnitVersion
from courses.provisions.models import Citation, ClauseChange, Reaffirmed
from courses.provisions.unchanged_blocks import CitingBlock, list_unchanged_blocks
from courses.release.gates import ReleaseFinding

if TYPE_CHECKING:
    from elearning.accounts.models import User


def list_stale_changes(
    versions: Iterable[UnitVersion],
) -> dict[int, list[ClauseChange]]:
    """Return the unanswered substantive changes of clauses cited by each version, by id.

    A change is answered by a newer text of the block that cites the clause (or of
    anything, if the whole text cites it), or by confirming that the text is still
    right. Versions without such changes are left out. At most four queries.
    """
    return list_changes_by_version(version.pk for version in versions)


def list_changes_by_version(keys: Iterable[int]) -> dict[int, list[ClauseChange]]:
    """Return the same as ``list_stale_changes``, for ids of versions."""
    return {
        version: merge_block_changes(places, "")
        for version, places in list_changes_by_block(keys).items()
    }


def list_changes_by_block(
    keys: Iterable[int],
) -> dict[int, dict[str, list[ClauseChange]]]:
    """Return the same by version and block; citations of the whole text have block ``""``."""
    rows = _unanswered(keys)
    found = sorted({row for row in rows if row.is_older} | _lasting(rows))
    changes = ClauseChange.objects.select_related(
        "clause__document", "edition"
    ).in_bulk({row.change for row in found})
    blocks: dict[int, dict[str, list[ClauseChange]]] = {}
    for row in found:
        places = blocks.setdefault(row.version, {})
        places.setdefault(row.block, []).append(changes[row.change])
    return blocks


def merge_block_changes(
    blocks: Mapping[str, Collection[ClauseChange]], block: str
) -> list[ClauseChange]:
    """Return the changes among ``blocks`` that ``block`` answers for; all without one."""
    found = [blocks.get(block, ())] if block else blocks.values()
    return sorted({one for of in found for one in of}, key=_number)


def has_answered_changes(version: UnitVersion) -> bool:
    """Return whether clauses under ``version`` changed in substance and all are answered."""
    rows = Citation.objects.filter(
        unit_version=version,
        clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
    )
    return rows.exists() and not list_stale_changes([version])


def record_reaffirmations(
    version: UnitVersion,
    *,
    read: Collection[int],
    reason: str,
    by: "User",
    at: datetime | None = None,
    block: str = "",
) -> list[ClauseChange]:
    """Record that ``version``, or one ``block`` of it, is still right.

    Of the changes that wait for an answer, those that ``by`` has ``read`` are answered
    and returned; later ones still wait. The caller opens the transaction and writes the
    audit entry.
    """
    blocks = list_changes_by_block([version.pk]).get(version.pk, {})
    found = merge_block_changes(blocks, block)
    changes = [one for one in found if one.pk in read]
    Reaffirmed.objects.bulk_create(
        Reaffirmed(
            unit_version=version,
            change=change,
            place=block,
            reason=reason,
            by=by,
            at=at or timezone.now(),
        )
        for change in changes
    )
    return changes


def list_stale_findings(
    course: Course, versions: Sequence[UnitVersion]
) -> list[ReleaseFinding]:
    """Return warnings for a release about versions with stale citations."""
    found = list_stale_changes(versions)
    return [
        ReleaseFinding(
            _(
                "“%(title)s” rests on %(list)s, changed in substance since it "
                "was published. Check whether it is still right."
            )
            % {
                "title": version.title,
                "list": ", ".join(str(one.clause) for one in found[version.pk]),
            },
            is_refusal=False,
        )
        for version in versions
        if version.pk in found
    ]


class _Unanswered(NamedTuple):
    """A version, or a block of it, and a change that nobody has confirmed it by."""

    version: int
    block: str
    change: int
    unit: int
    changed_at: datetime
    published_at: datetime

    @property
    def is_older(self) -> bool:
        return self.published_at < self.changed_at


def _unanswered(keys: Iterable[int]) -> list[_Unanswered]:
    """Return what may be stale: versions older than the change, and all blocks. One query."""
    older = Q(clause__changes__edition__released_at__gt=F("unit_version__published_at"))
    rows = Citation.objects.filter(
        older | ~Q(place=""),
        unit_version__in=list(keys),
        clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
    ).annotate(change=F("clause__changes"))
    told = rows.filter(~Exists(_looked())).values_list(
        "unit_version",
        "place",
        "change",
        "unit_version__unit",
        "clause__changes__edition__released_at",
        "unit_version__published_at",
    )
    return [_Unanswered(*row) for row in told]


def _looked() -> QuerySet[Reaffirmed]:
    """Return the confirmations that a citation is still right after a change.

    A confirmation of a whole text holds for that version and later ones; that of a
    block holds for every version in which the block is the same.
    """
    version = OuterRef("unit_version")
    later = Q(
        unit_version__unit=OuterRef("unit_version__unit"),
        at__lte=OuterRef("unit_version__published_at"),
    )
    whole = Q(place="") & (Q(unit_version=version) | later)
    block = Q(
        ~Q(place=""),
        place=OuterRef("place"),
        unit_version__unit=OuterRef("unit_version__unit"),
    )
    return Reaffirmed.objects.filter(whole | block, change=OuterRef("change"))


def _lasting(rows: Iterable[_Unanswered]) -> set[_Unanswered]:
    """Return the newer versions whose block is unchanged since before the change."""
    newer = {
        CitingBlock(row.version, row.unit, row.block, row.change, row.changed_at): row
        for row in rows
        if not row.is_older
    }
    return {newer[one] for one in list_unchanged_blocks(newer)}


def _number(change: ClauseChange) -> int:
    return change.pk
