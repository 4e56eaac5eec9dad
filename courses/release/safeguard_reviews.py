"""Safeguard reviews, part by part, by reviewers who are no authors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import SafeguardError
from courses.models import (
    Approval,
    SafeguardAnswer,
    SafeguardDraft,
    SafeguardReview,
)
from courses.release import content_approvals
from courses.release.releasables import get_releasable
from courses.release.review_subjects import ReviewSubject
from courses.release.safeguard_checklist import SafeguardQuestion
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import Remit, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The notice about a review that returned the content.
KIND = "safeguard-returned"


@dataclass(frozen=True)
class ReviewAnswer:
    """A reviewer’s answer to one question of the checklist.

    ``place`` is that of a part, or of a block of it (``part#block``); empty for
    everything.
    """

    item: str
    verdict: str
    reason: str
    place: str = ""


def list_last_reviews(subjects: Iterable[ReviewSubject]) -> dict[str, SafeguardReview]:
    """Return the last review of each of ``subjects``, by key, with its answers."""
    rows = SafeguardReview.objects.filter(subject__in={one.key for one in subjects})
    return {row.subject: row for row in rows.prefetch_related("answers").order_by("pk")}


def find_review_obstacle(subject: ReviewSubject, *, by: "User") -> str:
    """Return why ``by`` may not review ``subject``, in a sentence; empty if they may."""
    if not by.has_role(Role.SAFEGUARD_REVIEWER):
        return _("Only a safeguard reviewer can review rights safeguards.")
    if by.has_role(Role.TRAINER):
        return _(
            "Anyone who can write in the studio cannot review safeguards. "
            "Ask a reviewer who is not a trainer."
        )
    if by.pk in subject.authors:
        return _("You wrote some of the new content here. Ask another reviewer.")
    if by.pk in subject.seconds:
        return _(
            "You approved part of this as the second person. Ask another "
            "reviewer to review it, or someone else to approve it as a "
            "second person too."
        )
    return ""


def list_review_subjects(row: models.Model) -> list[ReviewSubject]:
    """Return what in the proposal of ``row`` waits for a review, in the order of the text."""
    return get_releasable(row).list_review_subjects()


def record_review(
    row: models.Model,
    key: str,
    answers: Sequence[ReviewAnswer],
    *,
    by: "User",
    seen: str,
) -> SafeguardReview:
    """Record a review of the waiting parts of ``row`` under ``key``; return it.

    ``seen`` is the seal on the screen. Any “no” returns everything to the authors;
    otherwise every part passes the gate. Raises ``SafeguardError`` if nothing is
    waiting, if ``by`` may not review it, if it was published or reviewed again in the
    meantime, or if a question lacks an answer or a reason.
    """
    found = get_releasable(row)
    with found.record_refusals("review_refused", by=by, refusal=SafeguardError):
        found.lock()
        subjects = {one.key: one for one in found.list_review_subjects()}
        return _record(subjects.get(key), answers, by=by, seen=seen)


def save_review_draft(
    subject: ReviewSubject, answers: dict[str, str], *, by: "User"
) -> None:
    """Save the answers of ``by`` so far; nobody else sees them."""
    SafeguardDraft.objects.update_or_create(
        subject=subject.key, by=by, defaults={"answers": answers}
    )


def load_review_draft(subject: ReviewSubject, *, by: "User") -> dict[str, str]:
    """Return the answers last saved by ``by``."""
    draft = SafeguardDraft.objects.filter(subject=subject.key, by=by).first()
    return dict(draft.answers) if draft else {}


def render_review_returned_notice(context: dict[str, str]) -> NoticeText:
    """Return the text of the notice, with the thing’s code only (curriculum R16)."""
    return NoticeText(
        _("%(code)s was returned from the safeguard review")
        % {"code": context["code"]},
        _("Read what the reviewer says, correct it and publish it again."),
    )


def list_allowed_verdicts(item: SafeguardQuestion) -> list[SafeguardAnswer.Verdict]:
    """Return the verdicts allowed for ``item``."""
    every = list(SafeguardAnswer.Verdict)
    if not item.may_not_apply:
        every.remove(SafeguardAnswer.Verdict.NOT_APPLICABLE)
    return every


def _record(
    subject: ReviewSubject | None,
    answers: Sequence[ReviewAnswer],
    *,
    by: "User",
    seen: str,
) -> SafeguardReview:
    if subject is None:
        raise SafeguardError(
            _("Nothing here is waiting for a safeguard review any more.")
        )
    last = list_last_reviews([subject]).get(subject.key)
    if reason := find_review_obstacle(subject, by=by):
        raise SafeguardError(reason)
    if seen != subject.seal(last):
        raise SafeguardError(
            _(
                "This was published or reviewed again while you were reading it. "
                "Look at it again; your answers have been saved."
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
        content_approvals.approve_content(
            digests, by=by, gate=gate, offices=found.offices
        )
    return found


def _demand_all(subject: ReviewSubject, answers: Sequence[ReviewAnswer]) -> None:
    given = {answer.item: answer for answer in answers}
    wanted = {item.key: list_allowed_verdicts(item) for item in subject.items}
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
            _("Answer each question on the checklist once, with a reason.")
        )


def _write(
    subject: ReviewSubject, answers: Sequence[ReviewAnswer], *, by: "User"
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
    audit_log.record_action(
        "courses.safeguards_reviewed", by=by, on=found, outcome=found.outcome
    )
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


def _tell_authors(subject: ReviewSubject, found: SafeguardReview) -> None:
    for author in get_user_model().objects.filter(pk__in=subject.authors):
        context = {"code": subject.code}
        notify_user(author, KIND, str(found.pk), context=context, url=subject.url)
