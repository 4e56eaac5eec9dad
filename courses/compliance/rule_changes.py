"""Preparation, preview and saving of rule changes: exactly what was shown, or nothing.

A change is a row, so it survives a sign-out.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.compliance.errors import ComplianceError, PreviewChangedError
from courses.compliance.models import Requirement, RuleDraft
from courses.compliance.requirements import (
    check_requirement,
    check_requirement_change,
    end_requirement,
    replace_requirement,
    save_requirement,
)
from courses.compliance.rule_exceptions import (
    build_preview_exceptions,
    record_rule_exceptions,
)
from courses.compliance.rule_preview import (
    PreviewDifference,
    RuleChange,
    RulePreview,
    build_rule,
    compare_previews,
    extract_rule_values,
    preview_rule_change,
)
from courses.models import Course
from courses.transactions import unit_of_work
from courses.validity import subtract_day
from elearning.audit.reasons import require_reason

if TYPE_CHECKING:
    from elearning.accounts.models import User


def create_rule_draft(change: RuleChange, *, by: "User") -> RuleDraft:
    """Store ``change`` with its preview as a draft of ``by``; no rule is changed.

    Raises ``ComplianceError`` for a change that could not be saved.
    """
    _check(change)
    found = preview_rule_change(change)
    return RuleDraft.objects.create(
        by=by,
        before=change.old,
        values=extract_rule_values(change.new),
        starts_on=change.on,
        found=found.as_plain(),
        digest=found.digest,
    )


def build_rule_change(draft: RuleDraft) -> RuleChange:
    """Return the change stored in ``draft``."""
    return RuleChange(draft.starts_on, draft.before, build_rule(draft.values))


def apply_rule_draft(
    draft: RuleDraft, *, digest: str, by: "User", reason: str
) -> RuleDraft:
    """Apply ``draft``, once, if the preview with ``digest`` is still valid.

    Returns the draft with the new rule. Raises ``PreviewChangedError`` if people,
    passes or rules have changed since, with the numbers: nothing is applied, and the
    draft gets the new preview. Raises ``ComplianceError`` without a reason, and for a
    change that cannot be saved any longer.
    """
    require_reason(reason, ComplianceError)
    with unit_of_work():
        draft = RuleDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if draft.saved_at is not None:
            raise ComplianceError(
                _("This change has already been saved. Nothing was done.")
            )
        change = build_rule_change(draft)
        Course.objects.select_for_update().get(pk=change.course.pk)  # one at a time
        _check(change)
        found = preview_rule_change(change)
        has_moved = found.digest != digest
        moved = compare_previews(load_draft_preview(draft), found)
        if has_moved:
            found = replace(found, moved=moved.new | moved.other)
        else:
            draft.after = _apply(change, found, by=by, reason=reason.strip())
            draft.saved_at = timezone.now()
        draft.found, draft.digest = found.as_plain(), found.digest
        draft.save()
    if has_moved:
        raise PreviewChangedError(_told(moved))
    return draft


def load_draft_preview(draft: RuleDraft) -> RulePreview:
    """Return the last preview of ``draft``."""
    return RulePreview.from_plain(draft.found)


def _told(moved: PreviewDifference) -> str:
    """Return what has changed since the preview was shown, and what to do."""
    told = [_("People, passes or rules have changed since this was worked out.")]
    if n := len(moved.new):
        words = ngettext(
            "%(n)d person is new in the list.", "%(n)d people are new in the list.", n
        )
        told.append(words % {"n": n})
    if n := len(moved.gone):
        words = ngettext(
            "%(n)d person is no longer in the list.",
            "%(n)d people are no longer in the list.",
            n,
        )
        told.append(words % {"n": n})
    if n := len(moved.other):
        words = ngettext(
            "The dates of %(n)d person have changed.",
            "The dates of %(n)d people have changed.",
            n,
        )
        told.append(words % {"n": n})
    told.append(_("Nothing was saved. Look at the new list, then save it."))
    return " ".join(told)


def _check(change: RuleChange) -> None:
    if change.on < timezone.localdate():
        raise ComplianceError(
            _("The past cannot be changed. Let the change begin today or later.")
        )
    if change.old is not None:
        check_requirement_change(change.old, change.on)
    if change.new is not None:
        check_requirement(change.new, instead_of=change.old)


def _apply(
    change: RuleChange, found: RulePreview, *, by: "User", reason: str
) -> Requirement | None:
    old, new = change.old, change.new
    if new is None:
        if old is not None:
            end_requirement(old, on=subtract_day(change.on), by=by, reason=reason)
        return None
    made = (
        save_requirement(new, by=by, reason=reason)
        if old is None
        else replace_requirement(old, new, by=by, reason=reason)
    )
    people = [(line.person, line.ground, line.due_on) for line in found.impossible]
    record_rule_exceptions(
        build_preview_exceptions(made, people, timezone.now()), by=by
    )
    return made
