"""A change of the rules is prepared, previewed and saved: exactly what was shown, or not.

Whoever is signed out in between finds it again, because it is a row.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.acts import act
from courses.compliance.errors import ComplianceError, MovedError
from courses.compliance.excepting import found_by_preview, note
from courses.compliance.models import Requirement, RuleDraft
from courses.compliance.previewing import (
    Change,
    Moves,
    Preview,
    moves,
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
    passes or rules have changed since, and says for how many: nothing is done then, and the
    draft keeps the new preview; ``ComplianceError`` without a reason and for what cannot
    be saved any more.
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
        moved = moves(preview_of(draft), found)
        if has_moved:
            found = replace(found, moved=moved.new | moved.other)
        else:
            draft.after = _apply(change, found, by=by, reason=reason.strip())
            draft.saved_at = timezone.now()
        draft.found, draft.digest = found.as_plain(), found.digest
        draft.save()
    if has_moved:
        raise MovedError(_told(moved))
    return draft


def preview_of(draft: RuleDraft) -> Preview:
    """Return what was found for ``draft`` when it was last worked out."""
    return Preview.from_plain(draft.found)


def _told(moved: Moves) -> str:
    """Say what has changed since somebody looked, and what to do."""
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
            "The dates of %(n)d person are others.",
            "The dates of %(n)d people are others.",
            n,
        )
        told.append(words % {"n": n})
    told.append(_("Nothing was saved. Look at the new list, then save it."))
    return " ".join(told)


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
