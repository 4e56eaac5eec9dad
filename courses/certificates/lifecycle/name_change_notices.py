"""Notices to the proposer of a name about its decision."""

from typing import Any

from django.utils.translation import gettext as _

from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import NameChangeDecision

KIND = "name-change-decided"
_Outcome = NameChangeDecision.Outcome


def notify_name_proposer(decision: NameChangeDecision) -> None:
    """Notify the officer who proposed the name or confirmed the list with it.

    Nobody is notified of their own decision, or of a proposal that another officer took
    up.
    """
    change = decision.change
    proposer = change.made_by
    if proposer in (None, decision.by) or decision.outcome == _Outcome.TAKEN_UP:
        return
    notify_user(
        proposer,
        KIND,
        str(change.pk),
        context={"number": change.person.staff_number, "outcome": decision.outcome},
        url=f"/desk/people/{change.person.key}/",
        at=decision.at,
    )


def render_name_decision_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the proposer: the service number, and no name (R16)."""
    if context["outcome"] == _Outcome.CONFIRMED:
        return NoticeText(
            _("Service number %(number)s: the name has been changed, as you proposed")
            % context
        )
    if context["outcome"] == _Outcome.DECLINED:
        return NoticeText(
            _(
                "Service number %(number)s: the name stays the same; your "
                "proposal was declined"
            )
            % context
        )
    return NoticeText(
        _(
            "Service number %(number)s: the name stays the same; the "
            "proposal was taken back"
        )
        % context
    )
