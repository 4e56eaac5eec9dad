"""Rules about who has to read which guideline, and issues of guidelines on paper."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.acknowledgements.errors import AcknowledgementError
from courses.acknowledgements.models import PaperIssue, ReadingRule
from courses.provisions.models import Document
from elearning.audit import audit_log
from elearning.staff.models import Establishment, Post

if TYPE_CHECKING:
    from elearning.accounts.models import User


def create_reading_rule(
    post: Post,
    document: Document,
    *,
    starts_on: date,
    days: int,
    by: "User | None",
    establishment: Establishment | None = None,
) -> ReadingRule:
    """Require everybody in ``post`` to read ``document`` within ``days``.

    The days count from ``starts_on``, the appointment, or a substantive change,
    whichever is latest. Raises ``AcknowledgementError`` for a document that is no
    guideline, and if the same rule is in force already.
    """
    if document.kind != Document.Kind.GUIDELINE:
        raise AcknowledgementError(
            _(
                "Only guidelines can be acknowledged. Choose another entry from "
                "the register."
            )
        )
    same = post.reading_rules.filter(document=document, establishment=establishment)
    if same.exclude(ends_on__lt=starts_on).exists():
        raise AcknowledgementError(
            _("This post already has a rule for this guideline. End that one first.")
        )
    with transaction.atomic():
        rule = ReadingRule.objects.create(
            post=post,
            document=document,
            establishment=establishment,
            starts_on=starts_on,
            days=days,
        )
        audit_log.record_action("acknowledging.required", by=by, on=rule, days=days)
    return rule


def end_reading_rule(rule: ReadingRule, *, on: date, by: "User | None") -> None:
    """Make ``on`` the last day of ``rule``; acknowledgements are kept."""
    if on < rule.starts_on:
        raise AcknowledgementError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        rule.ends_on = on
        rule.save(update_fields=["ends_on"])
        audit_log.record_action("acknowledging.rule_ended", by=by, on=rule, after=on)


def record_paper_issue(
    document: Document, *, issued_on: date, reason: str, by: "User | None"
) -> PaperIssue:
    """Record that ``document``, a guideline on paper, was issued anew on ``issued_on``.

    Everybody who has to read it signs again, within the days of their rule. Raises
    ``AcknowledgementError`` for a guideline that is read here, for a future day,
    without a reason, and for a day that is recorded already.
    """
    reason = " ".join(reason.split())
    if document.distribution != Document.Distribution.REGISTER_ONLY:
        raise AcknowledgementError(
            _(
                "This guideline is read on the platform: a new edition asks "
                "people to read it automatically."
            )
        )
    if issued_on > timezone.localdate():
        raise AcknowledgementError(
            _("This day is still to come. Record the issue once it is on file.")
        )
    if not reason:
        raise AcknowledgementError(_("Say in a sentence what is new in it."))
    with transaction.atomic():
        row, is_new = PaperIssue.objects.get_or_create(
            document=document,
            issued_on=issued_on,
            defaults={"reason": reason, "recorded_at": timezone.now(), "by": by},
        )
        if not is_new:
            raise AcknowledgementError(
                _(
                    "An issue with this date has already been recorded. Nothing was "
                    "changed."
                )
            )
        audit_log.record_action(
            "acknowledging.issue_noted",
            by=by,
            on=row,
            reason=reason,
            document=document.code,
        )
    return row
