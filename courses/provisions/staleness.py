"""What was right by a clause that has changed since: stale until somebody looks at it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.gates import Finding
from courses.models import Course, UnitVersion
from courses.provisions.models import Citation, ClauseChange, Reaffirmed

if TYPE_CHECKING:
    from elearning.accounts.models import User


def stale(versions: Iterable[UnitVersion]) -> dict[int, list[ClauseChange]]:
    """Return, by version, the substantive changes of its clauses since it was published.

    What somebody has reaffirmed is left out, and so is a version without such a change.
    Two queries, however many versions.
    """
    return changed_under(version.pk for version in versions)


def changed_under(keys: Iterable[int]) -> dict[int, list[ClauseChange]]:
    """Return the same for versions of units known by their keys."""
    looked = Reaffirmed.objects.filter(
        unit_version=OuterRef("unit_version"), change=OuterRef("change")
    )
    rows = (
        Citation.objects.filter(
            unit_version__in=list(keys),
            clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
            clause__changes__edition__released_at__gt=F("unit_version__published_at"),
        )
        .annotate(change=F("clause__changes"))
        .filter(~Exists(looked))
        .values_list("unit_version", "change")
    )
    found: dict[int, dict[int, None]] = {}
    for version, change in rows.order_by("change"):
        found.setdefault(version, {})[change] = None
    wanted = {change for changes in found.values() for change in changes}
    changes = ClauseChange.objects.select_related(
        "clause__document", "edition"
    ).in_bulk(wanted)
    return {
        version: [changes[change] for change in of] for version, of in found.items()
    }


def is_current(version: UnitVersion) -> bool:
    """Tell whether a clause under ``version`` was changed in substance, and it is right by it."""
    rows = Citation.objects.filter(
        unit_version=version,
        clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
    )
    return rows.exists() and not stale([version])


def reaffirm(
    version: UnitVersion, *, reason: str, by: "User", at: datetime | None = None
) -> list[ClauseChange]:
    """Keep that ``version`` is still right by the new texts, and return those changes.

    The caller opens the transaction and writes what follows from it.
    """
    changes = stale([version]).get(version.pk, [])
    Reaffirmed.objects.bulk_create(
        Reaffirmed(
            unit_version=version,
            change=change,
            reason=reason,
            by=by,
            at=at or timezone.now(),
        )
        for change in changes
    )
    return changes


def findings(course: Course, versions: Sequence[UnitVersion]) -> list[Finding]:
    """Warn, before a release, of what rests on a clause that has changed meanwhile."""
    found = stale(versions)
    return [
        Finding(
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
