"""Releases planned for a set time once all gates are passed, carried out by the worker.

The worker releases exactly what was approved when the release was planned, or nothing.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.models import Edition, PlannedRelease, PlannedReleaseEnd
from courses.release import releasables
from courses.release.refusal_audit import record_refusals
from courses.release.releasables import NumberedEdition
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The notice about a planned release that was refused when it was due.
KIND = "planned-release-refused"
_Outcome = PlannedReleaseEnd.Outcome


def find_planned_release(thing: models.Model) -> PlannedRelease | None:
    """Return the planned release of ``thing``, a course or a guideline, if one is pending."""
    waiting = PlannedRelease.objects.filter(
        end=None, **releasables.get_releasable(thing).naming
    )
    return waiting.select_related("by").first()


def plan_release(
    thing: models.Model,
    *,
    due: datetime,
    by: "User",
    seen: str,
    material: str = "",
) -> PlannedRelease:
    """Plan the release of the present proposal of ``thing`` for ``due``.

    ``seen`` is the digest of the proposal on the screen; ``material`` says why holders
    of older certificates have to know of it. Raises ``ReleaseError`` for anything that
    is missing, for a moment in the past, or if another release is planned.
    """
    found = releasables.get_releasable(thing)
    with record_refusals("courses.plan_refused", ReleaseError, by=by, on=thing):
        found.lock_unchanged(seen)
        if reasons := found.missing + found.list_material_faults(material):
            raise ReleaseError(reasons)
        if due <= timezone.now():
            raise ReleaseError([_("Choose a time in the future.")])
        if find_planned_release(thing):
            raise ReleaseError([_("A release is planned already. Call it off first.")])
        made = PlannedRelease.objects.create(
            digest=seen,
            due=due,
            by=by,
            at=timezone.now(),
            material_reason=material,
            **found.naming,
        )
        audit_log.record_action(
            "courses.release_planned", by=by, on=made, due=due.isoformat()
        )
    return made


def cancel_planned_release(planned: PlannedRelease, *, by: "User") -> None:
    """Cancel ``planned``; ``ReleaseError`` if it has ended in the meantime."""
    with transaction.atomic():
        if _held(planned) is None:
            raise ReleaseError([_("This release has taken place or was called off.")])
        _end(planned, _Outcome.CANCELLED, by=by)
        audit_log.record_action("courses.planned_release_cancelled", by=by, on=planned)


def run_due_releases(at: datetime) -> int:
    """Carry out the releases due by ``at``; return the number of plans that ended.

    A plan that is refused ends as well; its planner gets a notice with the reason.
    """
    due = PlannedRelease.objects.filter(end=None, due__lte=at).order_by("due", "pk")
    return sum(_carry_out(one) for one in due.select_related("course", "by"))


def render_planned_release_refusal(context: dict[str, str]) -> NoticeText:
    """Return the text of the notice, with the thing’s code only (curriculum R16)."""
    return NoticeText(
        _("The planned release of %(code)s was refused") % {"code": context["code"]},
        _("Something changed after it was planned. Look at the release again."),
    )


def _carry_out(planned: PlannedRelease) -> bool:
    with transaction.atomic():
        if _held(planned) is None:
            return False
        try:
            edition = _released(planned)
        except ReleaseError as error:
            _end(planned, _Outcome.REFUSED, reason="\n".join(error.reasons))
            _tell(planned)
        else:
            _end(planned, _Outcome.RELEASED, edition=edition)
    return True


def _released(planned: PlannedRelease) -> NumberedEdition:
    """Release what the planner saw, in their name; ``ReleaseError`` if that fails."""
    found, by = releasables.resolve_releasable(planned), planned.by
    if by is None or not by.is_active or not found.may_be_released_by(by):
        with found.record_refusals("release_refused", by=by):
            raise ReleaseError(
                [
                    _(
                        "The person who planned this release is no longer allowed to "
                        "release it."
                    )
                ]
            )
    return found.release(by=by, seen=planned.digest, material=planned.material_reason)


def _held(planned: PlannedRelease) -> PlannedRelease | None:
    """Lock the plan; return it unless it has ended."""
    held = PlannedRelease.objects.select_for_update().filter(pk=planned.pk).first()
    ended = PlannedReleaseEnd.objects.filter(plan=planned.pk).exists()
    return None if ended else held


def _end(
    planned: PlannedRelease,
    outcome: PlannedReleaseEnd.Outcome,
    *,
    edition: NumberedEdition | None = None,
    reason: str = "",
    by: "User | None" = None,
) -> None:
    PlannedReleaseEnd.objects.create(
        plan=planned,
        outcome=outcome,
        edition=edition if isinstance(edition, Edition) else None,
        number=edition.number if edition else None,
        reason=reason,
        by=by,
        at=timezone.now(),
    )


def _tell(planned: PlannedRelease) -> None:
    if planned.by is not None:
        url, context = (
            releasables.resolve_releasable(planned).url,
            {"code": planned.code},
        )
        notify_user(planned.by, KIND, str(planned.pk), context=context, url=url)
