"""Review for the safeguards of rights: by somebody else than the authors, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import outline
from courses.errors import SafeguardError
from courses.models import (
    Approval,
    Course,
    SafeguardAnswer,
    SafeguardDraft,
    SafeguardReview,
)
from courses.refusing import noting_refusals
from courses.review_subjects import Subject, subjects_of
from courses.safeguards import Item
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
class Answer:
    """What a reviewer says to one question of the checklist.

    ``place`` is that of a part, or of a block of it (``part#block``); empty: everywhere.
    """

    item: str
    verdict: str
    reason: str
    place: str = ""


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
    if by.pk in subject.seconds:
        return _(
            "You stand for part of this as the second person. Ask another reviewer to "
            "review it, or somebody else to approve it as the second person too."
        )
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


def verdicts_of(item: Item) -> list[SafeguardAnswer.Verdict]:
    """Return what ``item`` may be answered with."""
    every = list(SafeguardAnswer.Verdict)
    if not item.may_not_apply:
        every.remove(SafeguardAnswer.Verdict.NOT_APPLICABLE)
    return every


def _demand_all(subject: Subject, answers: Sequence[Answer]) -> None:
    given = {answer.item: answer for answer in answers}
    wanted = {item.key: verdicts_of(item) for item in subject.items}
    known = len(given) == len(answers) and given.keys() == wanted.keys()
    places = {"", *(part.place for part in subject.parts)}
    whole = all(
        answer.verdict in wanted.get(answer.item, ())
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
