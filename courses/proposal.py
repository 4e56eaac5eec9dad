"""The proposal of the next edition of a course: what it would list, and what is known of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from courses import course_facts, gates, outline
from courses.authorship import since_edition
from courses.manifest import ManifestEntry, listed_places
from courses.models import Approval, Course, ProposedEntry, UnitVersion
from courses.next_edition import NextEdition

if TYPE_CHECKING:
    from elearning.accounts.models import User


class Proposal(NextEdition):
    """What the next edition of a course would list, and what is known of it.

    Each fact is asked once, however many of them a page shows.
    """

    def __init__(
        self, course: Course, manifest: Sequence[ManifestEntry] | None = None
    ) -> None:
        """Take the proposal of ``course``, or its ``manifest`` where that is known."""
        found = proposed_manifest(course) if manifest is None else manifest
        super().__init__(course, found)

    @cached_property
    def given(self) -> dict[int, list[Approval]]:
        """The approvals of what is new that count, by the version's id."""
        return gates.standing(self.since, self.fresh, approvals_of(self.fresh))

    @cached_property
    def whole_given(self) -> list[Approval]:
        """The approvals of the whole that count."""
        asked = [self.seal] if self.is_whole_asked else []
        return self.words_for_whole(outline.approvals_of(asked))

    @cached_property
    def reviewers(self) -> frozenset[int]:
        """Who gave any of these approvals and may review the safeguards of rights."""
        parts = [one for given in self.given.values() for one in given]
        return gates.reviewers_among([*parts, *self.whole_given])

    @cached_property
    def findings(self) -> list[gates.Finding]:
        """What the apps above know of it."""
        return gates.found(self.course, self.versions)

    @cached_property
    def faults(self) -> list[str]:
        """What has to be mended before anybody approves, in whole sentences."""
        return self.faults_with(self.findings)

    @cached_property
    def missing(self) -> list[str]:
        """What stands between it and a release, in whole sentences."""
        return self.faults or self.demands(self.given, self.whole_given)

    @property
    def warnings(self) -> list[str]:
        """What to know before a release, in whole sentences."""
        return [one.text for one in self.findings if not one.is_refusal]

    def awaiting(self, by: "User") -> list[UnitVersion]:
        """Return what waits for a second person and was written by others than ``by``."""
        return [
            version
            for version in self.fresh
            if gates.awaits(
                Approval.Gate.PEER,
                self.given[version.pk],
                self.since[version.pk].authors,
                by.pk,
                self.reviewers,
            )
        ]

    def is_whole_awaiting(self, by: "User") -> bool:
        """Tell whether the whole waits for a second person who may be ``by``."""
        return self.is_whole_asked and gates.awaits(
            Approval.Gate.PEER,
            self.whole_given,
            self.whole.authors,
            by.pk,
            self.reviewers,
        )

    def is_facts_awaiting(self, by: "User") -> bool:
        """Tell whether the facts of the course wait for a second person who may be ``by``."""
        authors = course_facts.authors(self.facts_changes)
        return self.lacks_facts and by.pk not in authors

    def may_approve(self, by: "User") -> bool:
        """Tell whether the approval of ``by`` counts for everything that needs one."""
        people = [one.authors for one in self.since.values()]
        people += [self.whole.authors] if self.is_whole_asked else []
        people.append(course_facts.authors(self.facts_changes))
        return all(by.pk not in some for some in people)


def proposed_manifest(course: Course) -> list[ManifestEntry]:
    """Return what the next edition would list, with the newest version of each unit."""
    rows = list(course.proposed_entries.order_by("position"))
    return _manifest(rows, _newest_of([course.pk]))


def _newest_of(courses: Collection[int]) -> dict[int, UnitVersion]:
    """Return the newest version of each unit of ``courses``, by the unit."""
    found = (
        UnitVersion.objects.filter(unit__course__in=courses)
        .newest()
        .select_related("unit", "published_by")
        .prefetch_related("texts")
    )
    return {version.unit_id: version for version in found}


def _manifest(
    rows: Iterable[ProposedEntry], newest: Mapping[int, UnitVersion]
) -> list[ManifestEntry]:
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)

    def under(parent: int | None) -> list[ManifestEntry]:
        return [
            ManifestEntry(newest[row.unit_id], under(row.pk))
            for row in children.get(parent, [])
            if row.unit_id in newest
        ]

    return under(None)


def proposed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal in order, front page first."""
    return [
        item.version for entry in proposed_manifest(course) for item in entry.walk()
    ]


def changed_among(courses: Iterable[Course]) -> list[Proposal]:
    """Return the proposals of ``courses`` that differ from the current edition.

    They know what is new, who wrote it and who approved it, with as many queries for
    many courses as for one.
    """
    known = {course.pk: course for course in courses}
    rows: dict[int, list[ProposedEntry]] = {key: [] for key in known}
    for row in ProposedEntry.objects.filter(course__in=known).order_by("position"):
        rows[row.course_id].append(row)
    listed = listed_places(known.values())
    newest = UnitVersion.objects.filter(unit__course__in=known).newest()
    numbers = dict(newest.values_list("unit", "pk"))
    moved = [
        key
        for key in known
        if [(place.version, place.parent) for place in listed[key]]
        != list(_in_order(rows[key], numbers))
    ]
    versions = _newest_of(moved)
    found = [Proposal(known[key], _manifest(rows[key], versions)) for key in moved]
    for proposal in found:
        vars(proposal)["listed"] = listed[proposal.course.pk]
    fresh = [one for proposal in found for one in proposal.fresh]
    since = since_edition(fresh)
    given = gates.standing(since, fresh, approvals_of(fresh))
    for proposal in found:
        own = {one.pk for one in proposal.fresh}
        vars(proposal)["since"] = {pk: since[pk] for pk in own}
        vars(proposal)["given"] = {pk: given[pk] for pk in own}
    return found


def _in_order(
    rows: Sequence[ProposedEntry], newest: Mapping[int, int]
) -> Iterator[tuple[int, int | None]]:
    """Yield the versions of ``rows`` and the units above, as ``_manifest`` would walk them."""
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    waiting: list[tuple[ProposedEntry, int | None]] = [
        (row, None) for row in children.get(None, [])[::-1]
    ]
    while waiting:
        row, parent = waiting.pop()
        if row.unit_id in newest:
            yield newest[row.unit_id], parent
            below = children.get(row.pk, [])[::-1]
            waiting += [(one, row.unit_id) for one in below]


def approvals_of(versions: Sequence[UnitVersion]) -> list[Approval]:
    """Return every approval of the content of ``versions``."""
    return outline.approvals_of(version.digest for version in versions)
