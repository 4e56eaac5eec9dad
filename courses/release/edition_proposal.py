"""The proposal for the next edition of a course."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.events import EditionReleased
from courses.models import (
    Approval,
    Course,
    CourseFactsChange,
    Edition,
    OutlineChange,
    UnitVersion,
)
from courses.release import course_facts, edition_release, exam_rules, gates
from courses.release.authorship import (
    UnreleasedAuthorship,
    build_authorship,
    group_valid_approvals,
)
from courses.release.content_approvals import list_approvals
from courses.release.edition_manifest import (
    ManifestDifferences,
    ManifestEntry,
    ManifestPlace,
    compute_manifest_digest,
    group_modules,
    list_manifest_places,
    list_released_places,
)
from courses.release.proposed_outline import (
    build_manifest,
    build_proposed_manifest,
    list_newest_versions,
    list_proposed_entries,
    list_version_places,
)
from courses.release.proposed_parts import ProposedPart
from courses.release.releasables import LanguageGap, Releasable
from courses.release.review_subjects import ReviewSubject
from elearning.accounts.roles import Role
from elearning.audit import audit_log

if TYPE_CHECKING:
    from datetime import datetime

    from elearning.accounts.models import User

#: The places of the outline as a whole and of the facts of the course.
OUTLINE, FACTS = "outline", "facts"


class EditionProposal(Releasable[Edition]):
    """A manifest compared with the current edition of its course.

    New versions are approved one by one. Removals, moves and relaxed exam rules are
    approved together, by an approval of the ``seal``.
    """

    model = Course
    outdated = gettext_lazy(
        "This course was published again while you were reading it. Look at it again."
    )

    def __init__(
        self,
        course: Course,
        manifest: Sequence[ManifestEntry] | None = None,
        approvals: Collection[Approval] | None = None,
    ) -> None:
        """Load the proposal of ``course``, unless its ``manifest`` is given."""
        super().__init__(course, approvals=approvals)
        self.course = course
        if manifest is not None:
            vars(self)["manifest"] = manifest

    @property
    def url(self) -> str:
        return f"/desk/release/{self.course.slug}/"

    @property
    def naming(self) -> dict[str, Any]:
        return {"course": self.course}

    @cached_property
    def manifest(self) -> Sequence[ManifestEntry]:
        """The proposed outline, with the newest version of each unit."""
        return build_proposed_manifest(self.course)

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

    @property
    def unready(self) -> list[str]:
        if not self.versions:
            return [
                _(
                    "Nothing of this course has been published yet. Publish its pages "
                    "first."
                )
            ]
        if not self.is_changed:
            return [_("Nothing has changed since the last edition.")]
        return []

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
    def given(self) -> dict[int, list[Approval]]:
        """The approvals of new versions that count, by version id."""
        digests = [version.digest for version in self.fresh]
        found = self.list_approvals(digests)
        return group_valid_approvals(self.since, self.fresh, found)

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
    def seal(self) -> str:
        manifest = self.manifest
        current = self.course.current_edition if self.listed else None
        facts = (
            course_facts.compute_facts_digest(self.course) if self.facts_changes else ""
        )
        number = current.number if current else None
        return compute_manifest_digest(self.course, number, manifest, facts)

    @cached_property
    def parts(self) -> list[ProposedPart]:
        whole = [one for one in (self.facts_part, self.whole_part) if one is not None]
        return [*whole, *self.version_parts.values()]

    @cached_property
    def version_parts(self) -> dict[int, ProposedPart]:
        """The new versions, by their ids."""
        return {
            one.pk: ProposedPart(
                place=one.unit.slug,
                title=one.title,
                digest=one.digest,
                authors=self.since[one.pk].authors,
                given=self.given[one.pk],
                version=one,
            )
            for one in self.fresh
        }

    @cached_property
    def whole_part(self) -> ProposedPart | None:
        """The outline as a whole, if it needs approval."""
        if not self.is_whole_asked:
            return None
        since = self._build_whole_authorship()
        signed = [
            _("A safeguard reviewer has to sign this, with a reason: %(words)s")
            % {"words": words}
            for words in self.loosened
        ]
        reviewed = _(
            "The safeguard review of the outline as a whole has not yet passed."
        )
        approved = _(
            "A second person has not yet approved the outline as a whole: something is "
            "removed, moved or required less strictly."
        )
        return ProposedPart(
            place=OUTLINE,
            title=_("The outline as a whole"),
            digest=self.seal,
            authors=since.authors,
            given=since.standing(self.list_approvals([self.seal])),
            words={
                Approval.Gate.PEER: [approved],
                Approval.Gate.SAFEGUARD: [reviewed, *signed],
            },
        )

    @cached_property
    def facts_part(self) -> ProposedPart | None:
        """The facts of the course, if somebody edited them: a second person approves them."""
        if not self.facts_changes:
            return None
        missing = _(
            "A second person has not yet approved the details of the course "
            "itself: its code, titles, hours, validity and outcomes."
        )
        return ProposedPart(
            place=FACTS,
            title=self.course.title,
            digest=course_facts.compute_facts_digest(self.course),
            authors=course_facts.list_facts_authors(self.facts_changes),
            given=course_facts.list_facts_approvals(self.course, self.facts_changes),
            demanded=(Approval.Gate.PEER,),
            words={Approval.Gate.PEER: [missing]},
        )

    @cached_property
    def gaps(self) -> list[LanguageGap]:
        excepted = gates.list_excepted_units(self.course)
        return [
            LanguageGap(version.title, sentences, version.unit_id)
            for version in self.versions
            if version.unit_id not in excepted
            and (sentences := gates.list_version_gaps(version))
        ]

    @cached_property
    def findings(self) -> list[gates.ReleaseFinding]:
        return gates.list_release_findings(self.course, self.versions)

    def list_review_groups(self) -> Iterator[ReviewSubject]:
        """Yield the outline as a whole, the frame and each module."""
        if self.whole_part is not None:
            title, code = self.whole_part.title, self.course.code
            key = str(uuid5(NAMESPACE_URL, f"{code}/{OUTLINE}"))
            yield self._group(key, title, [self.whole_part], tuple(self.loosened))
        for head, members in group_modules(self.manifest):
            fresh = [one.pk for one in members if one.pk in self.version_parts]
            parts = [self.version_parts[pk] for pk in fresh]
            yield self._group(str(head.unit.key), head.title, parts)

    def may_be_released_by(self, user: "User") -> bool:
        if user.has_role(Role.SAFEGUARD_REVIEWER):
            return True
        theirs = Course.objects.in_remit_of(user).filter(pk=self.course.pk)
        return user.has_role(Role.TRAINER) and theirs.exists()

    def list_material_faults(self, material: str) -> list[str]:
        return edition_release.list_material_faults(
            self.course, self.versions, material
        )

    def create_edition(
        self, *, by: "User | None", at: "datetime", material: str
    ) -> Edition:
        return edition_release.create_edition(
            self.course, self.manifest, by=by, at=at, material=material
        )

    def announce_edition(
        self, edition: Edition, *, by: "User | None", material: str
    ) -> None:
        audit_log.record_action(
            "courses.edition_released",
            by=by,
            on=edition,
            reason=material,
            number=edition.number,
            material=bool(material),
        )
        EditionReleased(edition, by).send()

    def _group(
        self,
        key: str,
        title: str,
        parts: Iterable[ProposedPart],
        loosened: Sequence[str] = (),
    ) -> ReviewSubject:
        return ReviewSubject(
            key=key,
            code=self.code,
            title=title,
            parts=tuple(parts),
            url=self.url,
            course=self.course,
            loosened=tuple(loosened),
        )

    def _build_whole_authorship(self) -> UnreleasedAuthorship:
        """Return the authors of the outline and of all new versions, and the last change."""
        current = self.course.current_edition
        changes = OutlineChange.objects.filter(course=self.course, edition=current)
        authors: set[int] = set().union(*(one.authors for one in self.since.values()))
        moments: list[datetime] = [one.at for one in self.since.values()]
        for by, at in changes.values_list("by", "at"):
            authors |= {by} if by else set()
            moments.append(at)
        if current is not None and not moments:
            moments.append(current.released_at)
        return UnreleasedAuthorship(frozenset(authors), max(moments))


def list_changed_proposals(courses: Iterable[Course]) -> list[EditionProposal]:
    """Return the proposals of ``courses`` that differ from the current edition.

    The number of queries does not grow with the number of courses.
    """
    known = {course.pk: course for course in courses}
    rows, listed = list_proposed_entries(known), list_released_places(known.values())
    newest = UnitVersion.objects.filter(unit__course__in=known).newest()
    numbers = dict(newest.values_list("unit", "pk"))
    moved = [
        key
        for key in known
        if [(place.version, place.parent) for place in listed[key]]
        != list_version_places(rows[key], numbers)
    ]
    versions = list_newest_versions(moved)
    found = [
        EditionProposal(known[key], build_manifest(rows[key], versions))
        for key in moved
    ]
    for proposal in found:
        vars(proposal)["listed"] = listed[proposal.course.pk]
    fresh = [one for proposal in found for one in proposal.fresh]
    since = build_authorship(fresh)
    given = group_valid_approvals(
        since, fresh, list_approvals(version.digest for version in fresh)
    )
    for proposal in found:
        own = {one.pk for one in proposal.fresh}
        vars(proposal)["since"] = {pk: since[pk] for pk in own}
        vars(proposal)["given"] = {pk: given[pk] for pk in own}
    return found
