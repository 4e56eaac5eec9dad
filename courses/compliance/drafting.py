"""A change of the rules is prepared, previewed and saved: exactly what was shown, or not.

Whoever is signed out in between finds it again, because it is a row.
"""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.acts import act
from courses.compliance.errors import ComplianceError, MovedError
from courses.compliance.excepting import found_by_preview, note
from courses.compliance.models import Requirement, RuleDraft
from courses.compliance.previewing import (
    Change,
    Preview,
    preview,
    rule_of,
    rule_values,
)
from courses.compliance.requiring import (
    check,
    check_change,
    end_requirement,
    follow,
    make,
)
from courses.models import Course
from courses.validity import day_before

if TYPE_CHECKING:
    from elearning.accounts.models import User


def prepare(change: Change, *, by: "User") -> RuleDraft:
    """Keep ``change`` with its preview as a draft of ``by``; no rule is touched.

    Raises ``ComplianceError`` for a change that could not be saved.
    """
    _check(change)
    found = preview(change)
    return RuleDraft.objects.create(
        by=by,
        before=change.old,
        values=rule_values(change.new),
        starts_on=change.on,
        found=found.as_plain(),
        digest=found.digest,
    )


def change_of(draft: RuleDraft) -> Change:
    """Return the change that ``draft`` keeps."""
    return Change(draft.starts_on, draft.before, rule_of(draft.values))


def save(draft: RuleDraft, *, digest: str, by: "User", reason: str) -> RuleDraft:
    """Do what ``draft`` says, once, where the preview with ``digest`` still holds.

    Returns the draft with the rule that was made. Raises ``MovedError`` where people,
    passes or rules have changed since: nothing is done then, and the draft keeps the new
    preview; ``ComplianceError`` without a reason and for what cannot be saved any more.
    """
    if not reason.strip():
        raise ComplianceError(_("Give the reason; an inspection will ask for it."))
    with act():
        draft = RuleDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if draft.saved_at is not None:
            raise ComplianceError(_("This change was saved already. Nothing was done."))
        change = change_of(draft)
        Course.objects.select_for_update().get(pk=change.course.pk)  # one at a time
        _check(change)
        found = preview(change)
        has_moved = found.digest != digest
        if not has_moved:
            draft.after = _apply(change, found, by=by, reason=reason.strip())
            draft.saved_at = timezone.now()
        draft.found, draft.digest = found.as_plain(), found.digest
        draft.save()
    if has_moved:
        raise MovedError(
            _(
                "Something has changed since this was worked out: people, passes or "
                "rules. Nothing was saved. Look at the new list, then save it."
            )
        )
    return draft


def preview_of(draft: RuleDraft) -> Preview:
    """Return what was found for ``draft`` when it was last worked out."""
    return Preview.from_plain(draft.found)


def _check(change: Change) -> None:
    if change.on < timezone.localdate():
        raise ComplianceError(
            _("The past stays as it was. Let the change begin today or later.")
        )
    if change.old is not None:
        check_change(change.old, change.on)
    if change.new is not None:
        check(change.new, instead_of=change.old)


def _apply(
    change: Change, found: Preview, *, by: "User", reason: str
) -> Requirement | None:
    """Do the change, and note whose day cannot be; return the rule that was made."""
    old, new = change.old, change.new
    if new is None:
        if old is not None:
            end_requirement(old, on=day_before(change.on), by=by, reason=reason)
        return None
    made = (
        make(new, by=by, reason=reason)
        if old is None
        else follow(old, new, by=by, reason=reason)
    )
    people = [(line.person, line.ground, line.due_on) for line in found.impossible]
    note(found_by_preview(made, people, timezone.now()), by=by)
    return made
