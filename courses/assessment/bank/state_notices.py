"""Notices about the states of questions, with the course's code and no wording."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.assessment.models import StateChange, StateDecision
from elearning.accounts.roles import Role
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user, notify_users

if TYPE_CHECKING:
    from courses.models import Unit

QUARANTINED = "question-quarantined"
DECIDED = "question-state-decided"


def notify_quarantine(fact: StateChange) -> None:
    """Notify the course's trainers and the reviewers, except the person who acted."""
    course = fact.unit.course
    people = get_user_model().objects.filter(
        Q(pk__in=course.trainers().values("pk"))
        | Q(groups__name=Role.SAFEGUARD_REVIEWER),
        is_active=True,
    )
    if fact.by is not None:
        people = people.exclude(pk=fact.by.pk)
    notify_users(
        people,
        QUARANTINED,
        str(fact.pk),
        context={"code": course.code},
        url=_url(fact.unit),
        at=fact.at,
    )


def notify_proposer(decision: StateDecision) -> None:
    """Notify the proposer of a state of the second person's decision."""
    proposal = decision.proposal
    notify_user(
        proposal.proposed_by,
        DECIDED,
        str(proposal.pk),
        context={
            "code": proposal.unit.course.code,
            "is_confirmed": decision.outcome == StateDecision.Outcome.CONFIRMED,
        },
        url=_url(proposal.unit),
        at=decision.at,
    )


def render_quarantine_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text for trainers and reviewers."""
    return NoticeText(
        _("Course %(code)s: a question was quarantined") % context,
        _(
            "The exam no longer asks it. If that was a mistake, a second "
            "person can lift the quarantine."
        ),
    )


def render_state_decision_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text for the proposer of a state."""
    if context["is_confirmed"]:
        return NoticeText(
            _("Course %(code)s: the state you proposed for a question now applies")
            % context
        )
    return NoticeText(
        _("Course %(code)s: the state that you proposed for a question was declined")
        % context
    )


def _url(unit: "Unit") -> str:
    return f"/desk/questions/{unit.key}/"
