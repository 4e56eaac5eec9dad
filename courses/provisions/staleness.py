"""What was right by a clause that has changed since: stale until somebody looks at it."""

from collections.abc import Iterable, Sequence
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
    """Return, by version, the substantive changes of its clauses that nobody has answered.

    It is answered by a newer text, of the block that cites the clause, or where the whole
    text does, of anything in it; or by saying that it is still right. A version without
    such a change is left out. Four queries at most, however many versions.
    """
    return list_changes_by_version(version.pk for version in versions)


def list_changes_by_version(keys: Iterable[int]) -> dict[int, list[ClauseChange]]:
    """Return the same for versions of units known by their keys."""
    return {
        version: sorted({one for of in places.values() for one in of}, key=_number)
        for version, places in list_changes_by_block(keys).items()
    }


def list_changes_by_block(
    keys: Iterable[int],
) -> dict[int, dict[str, list[ClauseChange]]]:
    """Return the same by version and block; what the whole text cites has no block."""
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


def has_answered_changes(version: UnitVersion) -> bool:
    """Tell whether a clause under ``version`` was changed in substance, and it is right by it."""
    rows = Citation.objects.filter(
        unit_version=version,
        clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
    )
    return rows.exists() and not list_stale_changes([version])


def record_reaffirmations(
    version: UnitVersion,
    *,
    reason: str,
    by: "User",
    at: datetime | None = None,
    block: str = "",
) -> list[ClauseChange]:
    """Keep that ``version``, or one ``block`` of it, is still right by the new texts.

    Returns those changes. The caller opens the transaction and writes what follows from it.
    """
    blocks = list_changes_by_block([version.pk]).get(version.pk, {})
    found = (
        blocks.get(block, [])
        if block
        else [one for of in blocks.values() for one in of]
    )
    changes = sorted(set(found), key=_number)
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
    """Warn, before a release, of what rests on a clause that has changed meanwhile."""
    found = list_stale_changes(versions)
    return [
        ReleaseFinding(
            _(
                "“%(title)s” rests on %(list)s, changed in substance since it was "
                "published. See whether it is still right."
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
    """A version, or a block of it, and a change that nobody said it is right by."""

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
    """Return what may be stale: what is older than the change, and every block. One query."""
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
    """Return who said that a citation is still right by a change.

    Of a whole text, it holds for that version and those after it; of a block, for each
    version in which the block says the same.
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
    """Return the newer versions whose block says what it said before the change."""
    newer = {
        CitingBlock(row.version, row.unit, row.block, row.change, row.changed_at): row
        for row in rows
        if not row.is_older
    }
    return {newer[one] for one in list_unchanged_blocks(newer)}


def _number(change: ClauseChange) -> int:
    return change.pk
