"""Withdrawal of passes, from a day on, without deleting anything (curriculum R19)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.records.completions.completion_restatement import void_completion_statement
from courses.records.completions.correction_chain import find_renewal
from courses.records.events import CompletionWithdrawn
from courses.records.models import Completion, Withdrawal
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


def withdraw_completion(
    completion: Completion,
    *,
    ground: str,
    authority: str,
    reason: str,
    by: "User",
    at: datetime,
) -> Withdrawal:
    """Withdraw ``completion`` from the day of ``at`` on; return the withdrawal.

    ``authority`` is the office that decided. The caller ensures that two people did
    (``courses.certificates.lifecycle.certificate_revocation``). Anything computed as of
    an earlier day does not change. A pass that was withdrawn already keeps its first
    withdrawal. Passes that it renewed are withdrawn with it.
    """
    with transaction.atomic():
        withdrawal, created = Withdrawal.objects.get_or_create(
            completion=completion,
            defaults={
                "withdrawn_on": timezone.localdate(at),
                "ground": ground,
                "authority": authority,
                "reason": reason,
                "recorded_at": at,
                "recorded_by": by,
            },
        )
        if created:
            audit_log.record_action(
                "records.withdrawn",
                by=by,
                on=completion,
                person=completion.learner.key,
                reason=reason,
                ground=ground,
                authority=authority,
                facts=withdrawal.facts,
            )
            if completion.basis == Completion.Basis.EXTERNAL:
                void_completion_statement(
                    completion, at=at
                )  # no certificate of ours tells its end
            CompletionWithdrawn(withdrawal, by, at).send()
            if (renewal := find_renewal(completion)) is not None:
                same = {"ground": ground, "authority": authority, "reason": reason}
                withdraw_completion(renewal, **same, by=by, at=at)
    return withdrawal
