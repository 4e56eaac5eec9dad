"""The proposal for the next edition of a course."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from courses.models import Approval, Course, ProposedEntry, UnitVersion
from courses.release import content_approvals, course_facts, gates
from courses.release.authorship import build_authorship
from courses.release.edition_manifest import ManifestEntry, list_released_places
from courses.release.next_edition import NextEdition

if TYPE_CHECKING:
    from elearning.accounts.models import User


class EditionProposal(NextEdition):
    """The proposed content of the next edition of a course, with its approvals and findings.

    Each fact is queried once, however often a page shows it.
    """

    def __init__(
        self, course: Course, manifest: Sequence[ManifestEntry] | None = None
    ) -> None:
        """Load the proposal of ``course``, unless its ``manifest`` is given."""
        found = build_proposed_manifest(course) if manifest is None else manifest
        super().__init__(course, found)

    @cached_property
    def given(self) -> dict[int, list[Approval]]:
        """The approvals of new versions that count, by version id."""
        return gates.group_valid_approvals(
            self.since, self.fresh, list_version_approvals(self.fresh)
        )

    @cached_property
    def whole_given(self) -> list[Approval]:
        """The approvals of the whole that count."""
        asked = [self.seal] if self.is_whole_asked else []
        return self.words_for_whole(content_approvals.list_approvals(asked))

    @cached_property
    def reviewers(self) -> frozenset[int]:
        """The safeguard reviewers among those who gave these approvals."""
        parts = [one for given in self.given.values() for one in given]
        return gates.list_approving_reviewers([*parts, *self.whole_given])

    @cached_property
    def findings(self) -> list[gates.ReleaseFinding]:
        """The findings of the apps above."""
        return gates.list_release_findings(self.course, self.versions)

    @cached_property
    def faults(self) -> list[str]:
        """Faults to fix before anybody approves, in whole sentences."""
        return self.faults_with(self.findings)

    @cached_property
    def missing(self) -> list[str]:
        """Obstacles to a release, in whole sentences."""
        return self.faults or self.demands(self.given, self.whole_given)

    @property
    def warnings(self) -> list[str]:
        """Warnings before a release, in whole sentences."""
        return [one.text for one in self.findings if not one.is_refusal]

    def awaiting(self, by: "User") -> list[UnitVersion]:
        """Return versions that wait for a second person and were not written by ``by``."""
        return [
            version
            for version in self.fresh
            if gates.can_approve_at_gate(
                Approval.Gate.PEER,
                self.given[version.pk],
                self.since[version.pk].authors,
                by.pk,
                self.reviewers,
            )
        ]

    def is_whole_awaiting(self, by: "User") -> bool:
        """Return whether the whole waits for a second person who may be ``by``."""
        return self.is_whole_asked and gates.can_approve_at_gate(
            Approval.Gate.PEER,
            self.whole_given,
            self.whole.authors,
            by.pk,
            self.reviewers,
        )

    def is_facts_awaiting(self, by: "User") -> bool:
        """Return whether the facts of the course wait for a second person who may be ``by``."""
        authors = course_facts.list_facts_authors(self.facts_changes)
        return self.lacks_facts and by.pk not in authors

    def may_approve(self, by: "User") -> bool:
        """Return whether an approval by ``by`` counts for everything that needs one."""
        people = [one.authors for one in self.since.values()]
        people += [self.whole.authors] if self.is_whole_asked else []
        people.append(course_facts.list_facts_authors(self.facts_changes))
        return all(by.pk not in some for some in people)


def build_proposed_manifest(course: Course) -> list[ManifestEntry]:
    """Return the proposed manifest, with the newest version of each unit."""
    rows = list(course.proposed_entries.order_by("position"))
    return _manifest(rows, _newest_of([course.pk]))


def _newest_of(courses: Collection[int]) -> dict[int, UnitVersion]:
    """Return the newest version of each unit of ``courses``, by unit id."""
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


def list_proposed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal in order, front page first."""
    return [
        item.version
        for entry in build_proposed_manifest(course)
        for item in entry.walk()
    ]


def list_changed_proposals(courses: Iterable[Course]) -> list[EditionProposal]:
    """Return the proposals of ``courses`` that differ from the current edition.

    The number of queries does not grow with the number of courses.
    """
    known = {course.pk: course for course in courses}
    rows: dict[int, list[ProposedEntry]] = {key: [] for key in known}
    for row in ProposedEntry.objects.filter(course__in=known).order_by("position"):
        rows[row.course_id].append(row)
    listed = list_released_places(known.values())
    newest = UnitVersion.objects.filter(unit__course__in=known).newest()
    numbers = dict(newest.values_list("unit", "pk"))
    moved = [
        key
        for key in known
        if [(place.version, place.parent) for place in listed[key]]
        != list(_in_order(rows[key], numbers))
    ]
    versions = _newest_of(moved)
    found = [
        EditionProposal(known[key], _manifest(rows[key], versions)) for key in moved
    ]
    for proposal in found:
        vars(proposal)["listed"] = listed[proposal.course.pk]
    fresh = [one for proposal in found for one in proposal.fresh]
    since = build_authorship(fresh)
    given = gates.group_valid_approvals(since, fresh, list_version_approvals(fresh))
    for proposal in found:
        own = {one.pk for one in proposal.fresh}
        vars(proposal)["since"] = {pk: since[pk] for pk in own}
        vars(proposal)["given"] = {pk: given[pk] for pk in own}
    return found


def _in_order(
    rows: Sequence[ProposedEntry], newest: Mapping[int, int]
) -> Iterator[tuple[int, int | None]]:
    """Yield the versions of ``rows`` and their parent units, in the order of ``_manifest``."""
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


def list_version_approvals(versions: Sequence[UnitVersion]) -> list[Approval]:
    """Return all approvals of the content of ``versions``."""
    return content_approvals.list_approvals(version.digest for version in versions)
