"""Subjects of safeguard reviews: what is reviewed together, and which parts are waiting."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from courses.models import Approval, Course, SafeguardReview, Unit, UnitVersion
from courses.release import gates
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from courses.release.safeguard_checklist import CHECKLIST, EXAM_ITEM, SafeguardQuestion

#: The place of the outline as a whole.
OUTLINE = "outline"


@dataclass(frozen=True)
class ReviewPart:
    """Something new to read: a unit or a guideline, identified by its content hash.

    ``place`` is its short name in an answer; ``version`` is the row that is read.
    """

    place: str
    title: str
    digest: str
    version: UnitVersion | None = None


@dataclass(frozen=True)
class ReviewSubject:
    """Parts reviewed together: a module of a course, its frame, or a guideline.

    The frame is everything outside modules: front page, exam and questions. The outline
    as a whole is a subject of its own if units are removed or moved, or if the exam is
    relaxed: ``loosened`` lists what the exam no longer demands, and adds a question to
    ``items``.
    """

    key: str
    code: str
    title: str
    parts: tuple[ReviewPart, ...]
    authors: frozenset[int]
    course: Course | None = None
    #: People who alone approved some part as the second person, and so cannot review
    #: it.
    seconds: frozenset[int] = frozenset()
    #: The page where the authors read a returned review, without a language.
    url: str = ""
    loosened: tuple[str, ...] = ()

    @property
    def is_outline(self) -> bool:
        return self.course is not None and self.parts[0].version is None

    @property
    def items(self) -> tuple[SafeguardQuestion, ...]:
        """The questions of the checklist."""
        return (*CHECKLIST, EXAM_ITEM) if self.loosened else CHECKLIST

    def seal(self, last: SafeguardReview | None) -> str:
        """Return a hash of what is waiting and of the last review."""
        named = [*(part.digest for part in self.parts), str(last.pk if last else "")]
        return hashlib.sha256(":".join(named).encode()).hexdigest()

    def is_returned(self, last: SafeguardReview | None) -> bool:
        """Return whether the last review returned exactly what is waiting now."""
        digests = {part.digest for part in self.parts}
        return bool(last and last.is_returned and set(last.digests) == digests)


def list_review_subjects(
    course: Course, proposal: EditionProposal | None = None
) -> list[ReviewSubject]:
    """Return what in the proposal waits for a safeguard review, in the order of the course."""
    proposal = proposal or EditionProposal(course)
    authors = {pk: one.authors for pk, one in proposal.since.items()}
    waiting = {
        pk
        for pk, given in proposal.given.items()
        if Approval.Gate.SAFEGUARD in gates.list_missing_gates(given, authors[pk])
    }
    found = _outline_of(proposal)
    for head, members in _grouped(proposal.manifest):
        parts = [one for one in members if one.pk in waiting]
        if parts:
            seconds = (
                find_sole_second_person(proposal.given[p.pk], authors[p.pk])
                for p in parts
            )
            found.append(_subject(course, head, parts, authors, seconds))
    return found


def find_sole_second_person(
    approvals: Sequence[Approval], authors: Collection[int]
) -> frozenset[int]:
    """Return the only person who approved as the second person, if there is just one."""
    gate = Approval.Gate.SAFEGUARD
    return frozenset(
        one.by_id
        for one in approvals
        if one.by_id is not None
        and one.by_id not in authors
        and not gates.can_approve_at_gate(gate, approvals, authors, one.by_id)
    )


def _grouped(
    manifest: Sequence[ManifestEntry],
) -> list[tuple[UnitVersion, list[UnitVersion]]]:
    """Return the frame and each module, with the versions in it."""
    loose: list[UnitVersion] = []
    modules: list[tuple[UnitVersion, list[UnitVersion]]] = []

    def sort(entry: ManifestEntry) -> None:
        if entry.version.unit.kind == Unit.Kind.MODULE:
            modules.append((entry.version, [one.version for one in entry.walk()]))
            return
        loose.append(entry.version)
        for child in entry.children:
            sort(child)

    for entry in manifest:
        sort(entry)
    return [*([(loose[0], loose)] if loose else []), *modules]


def _outline_of(proposal: EditionProposal) -> list[ReviewSubject]:
    """Return the outline as a whole if it waits for a safeguard review."""
    lacking = proposal.lacks_for_whole(proposal.whole_given)
    if Approval.Gate.SAFEGUARD not in lacking:
        return []
    course, title = proposal.course, _("The outline as a whole")
    return [
        ReviewSubject(
            key=str(uuid5(NAMESPACE_URL, f"{course.code}/{OUTLINE}")),
            code=course.code,
            title=title,
            parts=(ReviewPart(OUTLINE, title, proposal.seal),),
            authors=proposal.whole.authors,
            seconds=find_sole_second_person(
                proposal.whole_given, proposal.whole.authors
            ),
            course=course,
            url=f"/desk/release/{course.slug}/",
            loosened=tuple(proposal.loosened),
        )
    ]


def _subject(
    course: Course,
    head: UnitVersion,
    parts: Sequence[UnitVersion],
    authors: Mapping[int, frozenset[int]],
    seconds: Iterable[frozenset[int]],
) -> ReviewSubject:
    return ReviewSubject(
        key=str(head.unit.key),
        code=course.code,
        title=head.title,
        parts=tuple(
            ReviewPart(one.unit.slug, one.title, one.digest, one) for one in parts
        ),
        authors=frozenset().union(*(authors[one.pk] for one in parts)),
        seconds=frozenset().union(*seconds),
        course=course,
        url=f"/desk/release/{course.slug}/",
    )
