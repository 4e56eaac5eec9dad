"""Candidates of a sitting, as listed on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from courses.assessment.models import SITTING_ROLES, Attempt, AttemptEvent, Sitting
from courses.assessment.sittings import access_codes
from elearning.accounts.models import User
from elearning.accounts.roles import Role


def get_sitting(
    user: User, key: UUID, roles: tuple[Role, ...] = SITTING_ROLES
) -> Sitting:
    """Return the sitting with ``key`` visible to ``user`` in ``roles``, or raise 404."""
    seen = Sitting.objects.visible_to(user, roles=roles)
    return get_object_or_404(
        seen.select_related("course", "establishment", "invigilator__staff_member"),
        key=key,
    )


@dataclass(frozen=True)
class SittingCandidate:
    """An attempt in a sitting, its move code, and the times it moved to another device.

    The code is empty for readers other than the invigilator, for the reader’s own
    attempt, and once the attempt is over.
    """

    attempt: Attempt
    code: str
    moved_at: Sequence[datetime]


def list_candidates(
    sitting: Sitting, reader: User, *, at: datetime
) -> list[SittingCandidate]:
    """Return the candidates of ``sitting``, in two queries.

    Codes are included only if ``reader`` is the invigilator.
    """
    moves = AttemptEvent.objects.filter(kind=AttemptEvent.Kind.DEVICE)
    rows = sitting.attempts.select_related("enrolment__learner", "paper")
    rows = rows.with_answered().prefetch_related(Prefetch("events", moves))
    return [
        SittingCandidate(
            one,
            access_codes.format_move_code(one, sitting)
            if _is_shown(one, sitting, reader, at)
            else "",
            [event.at for event in one.events.all()],
        )
        for one in rows.order_by("handed_in_at", "started_at")
    ]


def _is_shown(attempt: Attempt, sitting: Sitting, reader: User, at: datetime) -> bool:
    return (
        sitting.invigilator_id == reader.pk != attempt.enrolment.learner.user_id
        and attempt.is_open
        and not attempt.is_out_of_time(at)
    )
