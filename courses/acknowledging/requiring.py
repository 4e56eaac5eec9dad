"""Make rules about who has to read which guideline, and end them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.acknowledging.errors import AcknowledgementError
from courses.acknowledging.models import ReadingRule
from courses.provisions.models import Document
from elearning.audit import trail
from elearning.staff.models import Establishment, Post

if TYPE_CHECKING:
    from elearning.accounts.models import User


def require(  # noqa: PLR0913 — who must read what, where, from when and how soon
    post: Post,
    document: Document,
    *,
    starts_on: date,
    days: int,
    by: "User | None",
    establishment: Establishment | None = None,
) -> ReadingRule:
    """Demand of everybody in ``post`` to read ``document`` within ``days``.

    Counted from ``starts_on``, from her appointment, or from a change in substance,
    whichever comes last. Raises ``AcknowledgementError`` for what is no guideline of the
    register, and where the same rule is in force already.
    """
    if document.kind != Document.Kind.GUIDELINE:
        raise AcknowledgementError(
            _("Only guidelines are acknowledged. Choose another entry of the register.")
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
        trail.write("acknowledging.required", by=by, on=rule, days=days)
    return rule


def end_rule(rule: ReadingRule, *, on: date, by: "User | None") -> None:
    """Make ``on`` the last day of ``rule``; what was acknowledged stays."""
    if on < rule.starts_on:
        raise AcknowledgementError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        rule.ends_on = on
        rule.save(update_fields=["ends_on"])
        trail.write("acknowledging.rule_ended", by=by, on=rule, after=on)
