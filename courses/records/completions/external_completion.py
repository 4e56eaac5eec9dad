"""Recording of passes that another body certified, after recognition by two people."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.models import Course
from courses.records.events import CompletionRecorded
from courses.records.models import Completion
from courses.records.statements.certificate_statements import emit_training_recognised
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def record_external_completion(
    learner: StaffMember,
    course: Course,
    *,
    passed_on: date,
    expires_on: date,
    by: "User",
    at: datetime,
) -> Completion:
    """Record that ``learner`` passed ``course`` elsewhere or earlier; return the pass.

    It counts from ``passed_on`` to ``compute_expiry``, the day by the paper, and is known from
    ``at`` on, so that reports of earlier days stay what they were. That two persons
    decided is for the caller to see to (``courses.recognition.prior_learning_decisions``). Sends
    ``CompletionRecorded`` in the same transaction.
    """
    noon = timezone.make_aware(datetime.combine(passed_on, time(12)))
    with unit_of_work():
        completion = Completion.objects.create(
            learner=learner,
            course=course,
            completed_at=min(noon, at),
            passed_on=passed_on,
            expires_on=expires_on,
            language=learner.language,
            basis=Completion.Basis.EXTERNAL,
            recorded_at=at,
            recorded_by=by,
        )
        audit_log.record_action(
            "records.recognised",
            by=by,
            on=completion,
            person=learner.key,
            facts=completion.facts,
        )
        emit_training_recognised(completion)
        CompletionRecorded(completion, renewed=None, by=by).send()
    return completion
