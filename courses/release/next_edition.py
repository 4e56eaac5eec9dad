"""The edition after the current one, and the obstacles to its release."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.models import (
    Approval,
    Course,
    CourseFactsChange,
    OutlineChange,
    UnitVersion,
)
from courses.release import course_facts, exam_rules, gates
from courses.release.authorship import UnreleasedAuthorship, build_authorship
from courses.release.edition_manifest import (
    ManifestDifferences,
    ManifestEntry,
    ManifestPlace,
    compute_manifest_digest,
    list_manifest_places,
    list_released_places,
)

if TYPE_CHECKING:
    from datetime import datetime


class NextEdition:
    """A manifest compared with the current edition of its course.

    New versions are approved one by one. Removals, moves and relaxed exam rules are
    approved together, by an approval of the ``seal``. Each fact is queried once.
    """

    def __init__(self, course: Course, manifest: Sequence[ManifestEntry]) -> None:
        self.course, self.manifest = course, manifest

    @cached_property
    def versions(self) -> list[UnitVersion]:
        """The versions in order, front page first."""
        return [item.version for entry in self.manifest for item in entry.walk()]

    @cached_property
    def places(self) -> list[ManifestPlace]:
        """The places of the manifest."""
        return list_manifest_places(self.manifest)

    @cached_property
    def listed(self) -> list[ManifestPlace]:
        """The places of the current edition."""
        return list_released_places([self.course])[self.course.pk]

    @property
    def is_changed(self) -> bool:
        return self.listed != self.places

    @cached_property
    def fresh(self) -> list[UnitVersion]:
        """The versions that the current edition does not list."""
        listed = {place.version for place in self.listed}
        return [version for version in self.versions if version.pk not in listed]

    @cached_property
    def since(self) -> dict[int, UnreleasedAuthorship]:
        """The authors of new versions and the moments of change, by version id."""
        return build_authorship(self.fresh)

    @cached_property
    def differences(self) -> ManifestDifferences:
        """Removed and moved units."""
        return ManifestDifferences.between(self.listed, self.places)

    @cached_property
    def gone(self) -> list[UnitVersion]:
        """The versions whose units only the current edition lists, in its order."""
        units = self.differences.gone
        ids = [one.version for one in self.listed if one.unit in units]
        rows = UnitVersion.objects.select_related("unit").prefetch_related("texts")
        found = rows.in_bulk(ids) if ids else {}
        return [found[pk] for pk in ids]

    @cached_property
    def moved(self) -> list[UnitVersion]:
        """The versions whose units have another place than in the current edition."""
        units = self.differences.moved
        return [one for one in self.versions if one.unit_id in units]

    @cached_property
    def loosened(self) -> list[str]:
        """Relaxed rules of the exam, in whole sentences."""
        return exam_rules.list_loosened_rules(self.listed, self.places)

    @property
    def is_whole_asked(self) -> bool:
        """Whether the outline as a whole needs approval, besides the new versions."""
        return bool(self.differences or self.loosened)

    @cached_property
    def facts_changes(self) -> list[CourseFactsChange]:
        """The edits of the facts of the course since the current edition."""
        return list(course_facts.list_facts_changes(self.course))

    @cached_property
    def lacks_facts(self) -> bool:
        """Whether a second person has yet to approve the facts of the course."""
        since = self.facts_changes
        return bool(since) and not course_facts.has_approved_facts(self.course, since)

    @cached_property
    def facts(self) -> str:
        """The hash of the facts of the course, to which approvals refer."""
        return course_facts.compute_facts_digest(self.course)

    @cached_property
    def seal(self) -> str:
        """A hash of exactly this proposal, to be sent along with the form."""
        current = self.course.current_edition if self.listed else None
        number = current.number if current else None
        facts = self.facts if self.facts_changes else ""
        return compute_manifest_digest(self.course, number, self.manifest, facts)

    @cached_property
    def whole(self) -> UnreleasedAuthorship:
        """The authors of the outline and of all new versions, and the last change."""
        changes = OutlineChange.objects.filter(
            course=self.course, edition=self.course.current_edition
        )
        authors: set[int] = set().union(*(one.authors for one in self.since.values()))
        moments: list[datetime] = [one.at for one in self.since.values()]
        for by, at in changes.values_list("by", "at"):
            authors |= {by} if by else set()
            moments.append(at)
        at = max(moments, default=self.course.current_edition.released_at)  # type: ignore[union-attr]  # asked only after a first edition
        return UnreleasedAuthorship(frozenset(authors), at)

    def faults_with(self, findings: Sequence[gates.ReleaseFinding]) -> list[str]:
        """Return, in whole sentences, what has to be fixed before anybody approves."""
        if not self.versions:
            return [
                _(
                    "Nothing of this course has been published yet. Publish its pages "
                    "first."
                )
            ]
        if not self.is_changed:
            return [_("Nothing has changed since the last edition.")]
        return gates.list_release_faults(self.course, self.versions, findings)

    def missing_with(self, approvals: Sequence[Approval]) -> list[str]:
        """Return, in whole sentences, what prevents a release.

        Faults come first: fixing them changes what is approved.
        """
        if found := self.faults_with(
            gates.list_release_findings(self.course, self.versions)
        ):
            return found
        given = gates.group_valid_approvals(self.since, self.fresh, approvals)
        return self.demands(given, self.words_for_whole(approvals))

    def demands(
        self,
        given: Mapping[int, Sequence[Approval]],
        whole: Iterable[Approval],
    ) -> list[str]:
        """Return, in whole sentences, which approvals are missing."""
        return [
            *self._demands_of_facts(),
            *self._demands_of_whole(whole),
            *gates.list_missing_approvals(self.fresh, self.since, given),
        ]

    def words_for_whole(self, approvals: Iterable[Approval]) -> list[Approval]:
        """Keep the approvals of the whole that count; none if none is needed."""
        if not self.is_whole_asked:
            return []
        return self.whole.standing(one for one in approvals if one.digest == self.seal)

    def lacks_for_whole(self, whole: Iterable[Approval]) -> list[str]:
        """Return the gates not passed for the whole by anybody but its authors."""
        return (
            gates.list_missing_gates(whole, self.whole.authors)
            if self.is_whole_asked
            else []
        )

    def _demands_of_facts(self) -> list[str]:
        if not self.lacks_facts:
            return []
        return [
            _(
                "A second person has not yet approved the details of the course "
                "itself: its code, titles, hours, validity and outcomes."
            )
        ]

    def _demands_of_whole(self, whole: Iterable[Approval]) -> list[str]:
        lacking = self.lacks_for_whole(whole)
        sentences = {
            Approval.Gate.PEER: _(
                "A second person has not yet approved the outline as a whole: "
                "something is removed, moved or required less strictly."
            ),
            Approval.Gate.SAFEGUARD: _(
                "The safeguard review of the outline as a whole has not yet passed."
            ),
        }
        signed = self.loosened if Approval.Gate.SAFEGUARD in lacking else []
        return [
            *(sentences[Approval.Gate(gate)] for gate in lacking),
            *(
                _("A safeguard reviewer has to sign this, with a reason: %(words)s")
                % {"words": words}
                for words in signed
            ),
        ]
