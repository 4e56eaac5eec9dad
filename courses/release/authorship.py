"""Authors of unreleased content, and the moment from which approvals of it count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.models import Approval, Edition, EditionEntry, UnitVersion


@dataclass(frozen=True)
class UnreleasedAuthorship:
    """The authors of a unit since the current edition, and the moment of its last change.

    Approvals count from ``at``: the release of the current edition or, if later, the
    publication that made the content what it is.
    """

    authors: frozenset[int]
    at: datetime

    def standing(self, approvals: Iterable[Approval]) -> list[Approval]:
        """Keep the approvals that count."""
        return [one for one in approvals if one.at >= self.at]


def build_authorship(
    versions: Sequence[UnitVersion],
) -> dict[int, UnreleasedAuthorship]:
    """Return the authorship of each version since the current edition, by version id.

    Authors are those of every version of the unit after the one that the current
    edition lists, not only the last publisher. The publishing app lists those who
    drafted a text in its ``details``, under ``authors``.
    """
    units = {version.unit_id for version in versions}
    released = _released(units)
    cut = dict(
        Edition.objects.current()
        .filter(course__in={version.unit.course_id for version in versions})
        .values_list("course", "released_at")
    )
    rows: dict[int, list[UnitVersion]] = {}
    found = UnitVersion.objects.filter(unit__in=units).prefetch_related("texts")
    for row in found.order_by("number"):
        number, _references = released.get(row.unit_id, (0, set()))
        if row.number > number:
            rows.setdefault(row.unit_id, []).append(row)
    return {
        version.pk: _since(
            [one for one in rows[version.unit_id] if one.number <= version.number],
            released.get(version.unit_id, (0, set()))[1],
            cut.get(version.unit.course_id),
        )
        for version in versions
    }


def group_valid_approvals(
    since: Mapping[int, UnreleasedAuthorship],
    versions: Iterable[UnitVersion],
    approvals: Iterable[Approval],
) -> dict[int, list[Approval]]:
    """Return those of ``approvals`` that count for this proposal, by version id.

    An approval does not count if it was given for an earlier edition, or before the
    content was replaced and later restored.
    """
    named: dict[str, list[Approval]] = {}
    for approval in approvals:
        named.setdefault(approval.digest, []).append(approval)
    return {
        one.pk: since[one.pk].standing(named.get(one.digest, ())) for one in versions
    }


def _since(
    rows: Sequence[UnitVersion], references: set[str], cut: datetime | None
) -> UnreleasedAuthorship:
    """Return the authorship of the last of ``rows``, the versions of a unit in order."""
    authors: set[int] = set()
    for row in rows:
        authors |= _written_by(row, references)
    same = rows[-1]
    for row in reversed(rows):
        if row.digest != same.digest:
            break
        same = row
    return UnreleasedAuthorship(
        frozenset(authors), max(filter(None, [cut, same.published_at]))
    )


def _released(units: set[int]) -> dict[int, tuple[int, set[str]]]:
    """Return the number and references of the released version, by unit."""
    entries = (
        EditionEntry.objects.filter(
            edition__in=Edition.objects.current(), version__unit__in=units
        )
        .select_related("version")
        .prefetch_related("version__texts")
    )
    return {
        entry.version.unit_id: (
            entry.version.number,
            {text.reference for text in entry.version.texts.all()},
        )
        for entry in entries
    }


def _written_by(version: UnitVersion, released: set[str]) -> set[int]:
    """Return the publisher of the version and the authors of its new texts."""
    people = {version.published_by_id} if version.published_by_id else set()
    for text in version.texts.all():
        if text.reference not in released:
            people |= set(text.details.get("authors", ()))
    return people
