"""Review for the safeguards of rights: by somebody else than the authors, part by part."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, outline, proposing
from courses.errors import SafeguardError
from courses.models import (
    Approval,
    Course,
    SafeguardAnswer,
    SafeguardDraft,
    SafeguardReview,
    Unit,
    UnitVersion,
)
from courses.outline import ManifestEntry
from courses.refusing import noting_refusals
from courses.safeguards import CHECKLIST
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.notices.sending import notify
from elearning.notices.wording import Wording
from elearning.staff.models import Remit, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The notice of a review that came back.
KIND = "safeguard-returned"


@dataclass(frozen=True)
class Part:
    """Something new to read: a unit or a guideline, by the hash of its content.

    ``place`` is its short name in an answer; ``version`` the row that is read.
    """

    place: str
    title: str
    digest: str
    version: UnitVersion | None = None


@dataclass(frozen=True)
class Subject:
    """What is reviewed together: a module of a course, its frame, or a guideline.

    The frame is what stands in no module: front page, exam and questions.
    """

    key: str
    code: str
    title: str
    parts: tuple[Part, ...]
    authors: frozenset[int]
    course: Course | None = None
    #: Where the authors read what came back, without a language.
    url: str = ""

    def seal(self, last: SafeguardReview | None) -> str:
        """Return a hash that names what waits here, and the last word said of it."""
        named = [*(part.digest for part in self.parts), str(last.pk if last else "")]
        return hashlib.sha256(":".join(named).encode()).hexdigest()

    def is_returned(self, last: SafeguardReview | None) -> bool:
        """Tell whether the last review returned exactly what waits now."""
        digests = {part.digest for part in self.parts}
        return bool(last and last.is_returned and set(last.digests) == digests)


@dataclass(frozen=True)
class Answer:
    """What a reviewer says to one question of the checklist.

    ``place`` is that of a part, or of a block of it (``part#block``); empty: everywhere.
    """

    item: str
    verdict: str
    reason: str
    place: str = ""


def subjects_of(
    course: Course, proposal: proposing.Proposal | None = None
) -> list[Subject]:
    """Return what of the proposal waits for a safeguard review, in the course's order."""
    proposal = proposal or proposing.Proposal(course)
    fresh, authors, given = proposal.fresh, proposal.authors, proposal.given
    waiting = {
        one.pk
        for one in fresh
        if Approval.Gate.SAFEGUARD
        in gates.lacks(given.get(one.digest, ()), authors[one.pk])
    }
    found = []
    for head, members in _grouped(proposal.manifest):
        parts = [one for one in members if one.pk in waiting]
        if parts:
            found.append(_subject(course, head, parts, authors))
    return found


def last_reviews(subjects: Iterable[Subject]) -> dict[str, SafeguardReview]:
    """Return the last review of each of ``subjects``, by key, with its answers."""
    rows = SafeguardReview.objects.filter(subject__in={one.key for one in subjects})
    return {row.subject: row for row in rows.prefetch_related("answers").order_by("pk")}


def obstacle(subject: Subject, *, by: "User") -> str:
    """Return why ``by`` may not review ``subject``, in a sentence; empty if she may."""
    if not by.has_role(Role.SAFEGUARD_REVIEWER):
        return _("Only a safeguard reviewer reviews the safeguards of rights.")
    if by.has_role(Role.TRAINER):
        return _(
            "Whoever may write in the studio does not review safeguards. Ask a reviewer "
            "who is no trainer."
        )
    if by.pk in subject.authors:
        return _("You wrote part of what is new here. Ask another reviewer.")
    return ""


def review(
    course: Course, key: str, answers: Sequence[Answer], *, by: "User", seen: str
) -> SafeguardReview:
    """Record a review of what waits of ``course`` under ``key``, and return it.

    ``seen`` is the seal on the screen. Any “no” returns it to its authors; else every
    part passes the gate. Raises ``SafeguardError`` where nothing waits, where ``by`` may
    not review it, where it was published or reviewed again meanwhile, and where a
    question of the checklist lacks its answer or a reason.
    """
    with noting_refusals("courses.review_refused", SafeguardError, by=by, on=course):
        Course.objects.select_for_update().get(pk=course.pk)
        subject = next((one for one in subjects_of(course) if one.key == key), None)
        return settle(subject, answers, by=by, seen=seen)


def settle(
    subject: Subject | None, answers: Sequence[Answer], *, by: "User", seen: str
) -> SafeguardReview:
    """Record the review of ``subject``, whose rows the caller holds; see ``review``."""
    if subject is None:
        raise SafeguardError(_("Nothing here waits for a safeguard review any more."))
    last = last_reviews([subject]).get(subject.key)
    if reason := obstacle(subject, by=by):
        raise SafeguardError(reason)
    if seen != subject.seal(last):
        raise SafeguardError(
            _(
                "This was published or reviewed again while you read it. Look at it "
                "once more; your answers are kept."
            )
        )
    _demand_all(subject, answers)
    found = _write(subject, answers, by=by)
    SafeguardDraft.objects.filter(subject=subject.key, by=by).delete()
    digests = [part.digest for part in subject.parts]
    if found.is_returned:
        _tell_authors(subject, found)
    else:
        gate = Approval.Gate.SAFEGUARD
        outline.approve(digests, by=by, gate=gate, offices=found.offices)
    return found


def keep_draft(subject: Subject, answers: dict[str, str], *, by: "User") -> None:
    """Keep what ``by`` has answered so far; nobody else sees it."""
    SafeguardDraft.objects.update_or_create(
        subject=subject.key, by=by, defaults={"answers": answers}
    )


def draft_of(subject: Subject, *, by: "User") -> dict[str, str]:
    """Return what ``by`` had answered when she last kept it."""
    draft = SafeguardDraft.objects.filter(subject=subject.key, by=by).first()
    return dict(draft.answers) if draft else {}


def say(context: dict[str, str]) -> Wording:
    """Return the words of the notice: the thing by its code (curriculum R16)."""
    return Wording(
        _("%(code)s came back from the safeguard review") % {"code": context["code"]},
        _("Read what the reviewer says, mend it and publish it again."),
    )


def _grouped(
    manifest: Sequence[ManifestEntry],
) -> list[tuple[UnitVersion, list[UnitVersion]]]:
    """Return the frame and each module with what stands in it."""
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


def _subject(
    course: Course,
    head: UnitVersion,
    parts: Sequence[UnitVersion],
    authors: dict[int, set[int]],
) -> Subject:
    return Subject(
        key=str(head.unit.key),
        code=course.code,
        title=head.title,
        parts=tuple(Part(one.unit.slug, one.title, one.digest, one) for one in parts),
        authors=frozenset().union(*(authors[one.pk] for one in parts)),
        course=course,
        url=f"/desk/release/{course.slug}/",
    )


def _demand_all(subject: Subject, answers: Sequence[Answer]) -> None:
    given = {answer.item: answer for answer in answers}
    known = len(given) == len(answers) and given.keys() == {x.key for x in CHECKLIST}
    places = {"", *(part.place for part in subject.parts)}
    whole = all(
        answer.verdict in SafeguardAnswer.Verdict
        and answer.reason.strip()
        and answer.place.partition("#")[0] in places
        for answer in answers
    )
    if not known or not whole:
        raise SafeguardError(
            _("Answer every question of the checklist once, each with a reason.")
        )


def _write(
    subject: Subject, answers: Sequence[Answer], *, by: "User"
) -> SafeguardReview:
    outcomes = SafeguardReview.Outcome
    refused = any(answer.verdict == SafeguardAnswer.Verdict.NO for answer in answers)
    found = SafeguardReview.objects.create(
        subject=subject.key,
        course=subject.course,
        outcome=outcomes.RETURNED if refused else outcomes.PASSED,
        digests=[part.digest for part in subject.parts],
        offices=_offices(by),
        by=by,
        at=timezone.now(),
    )
    SafeguardAnswer.objects.bulk_create(
        SafeguardAnswer(review=found, **vars(answer)) for answer in answers
    )
    trail.write("courses.safeguards_reviewed", by=by, on=found, outcome=found.outcome)
    return found


def _offices(by: "User") -> dict[str, str]:
    """Return the office for which ``by`` reviews today, in each language; never a name."""
    remits = Remit.objects.filter(in_force(timezone.localdate()), user=by)
    remit = (
        remits.filter(role=Role.SAFEGUARD_REVIEWER)
        .select_related("establishment")
        .first()
    )
    return remit.establishment.titles if remit else {}


def _tell_authors(subject: Subject, found: SafeguardReview) -> None:
    for author in get_user_model().objects.filter(pk__in=subject.authors):
        context = {"code": subject.code}
        notify(author, KIND, str(found.pk), context=context, url=subject.url)
