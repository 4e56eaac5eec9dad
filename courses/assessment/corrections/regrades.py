"""Regrading of marked attempts by a corrected key, recorded beside the first result.

The worker regrades in batches, each in one transaction. Attempts to regrade are found
from rows, so one missed because the worker was killed is regraded at the next tick and
none twice. An attempt keeps its first marks; its ``verdict`` is that of its last
regrading.

A result that becomes a pass completes the course in the same transaction: passed on the
day of the exam, since the answers of that day were right (curriculum R1), recorded
today. A lost pass revokes nothing: the certificate stands until those entitled to
revoke it (R19) decide, and an open case waits for them.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.corrections import correction_preview, key_corrections
from courses.assessment.corrections.correction_preview import RegradeResult
from courses.assessment.events import AttemptRegraded
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    KeyCorrection,
    OpenMark,
    Regrading,
    RegradingReview,
    RemovalGround,
)
from courses.models import Enrolment
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND = "exam-regraded"
#: The number of attempts per transaction.
_BATCH = 50

logger = logging.getLogger("elearning.assessment")


def apply_due_corrections(at: datetime) -> int:
    """Regrade what confirmed corrections have not looked at yet; return how many.

    Answers that people mark again are included once they have their new marks.
    """
    waiting = (
        AttemptItem.objects.in_exams()
        .filter(question=OuterRef("question"), attempt__score__isnull=False)
        .exclude(mark=None)
        .exclude(correction=OuterRef("pk"))
        .exclude(
            Exists(
                Regrading.objects.filter(
                    item=OuterRef("pk"), correction=OuterRef(OuterRef("pk"))
                )
            )
        )
    )
    kept = waiting.exclude(attempt__removals__ground=RemovalGround.TERM)
    whole = waiting.filter(attempt__removals=None)
    again = Q(effect=KeyCorrection.Effect.REMARK)
    found = KeyCorrection.objects.in_force().filter(
        Q(Exists(whole)) | ~again & Q(Exists(kept))
    )
    return sum(
        apply_correction(correction, at=at) for correction in found.order_by("pk")
    )


def apply_correction(correction: KeyCorrection, *, at: datetime) -> int:
    """Regrade everything that ``correction`` still has to look at; return how many.

    Safe to repeat, and in two workers at once. An attempt that cannot be regraded is
    logged by its key and does not hold up others.
    """
    done, left = 0, set[int]()
    while looked_at := _apply_some(correction, left, at):
        done += looked_at
    return done - len(left)


def review_lost_pass(
    regrading: Regrading,
    decision: RegradingReview.Decision,
    *,
    reason: str,
    by: "User",
    at: datetime,
) -> RegradingReview:
    """Record the decision about a lost pass; nothing follows automatically.

    Raises ``QuestionBankError`` without a reason, for the learner, and if it is already
    decided.
    """
    fact = RegradingReview(decision=decision, reason=reason, by=by, at=at)
    attempt = regrading.attempt
    with unit_of_work():
        return decide_proposal(
            regrading,
            fact,
            on=attempt,
            person=attempt.enrolment.learner.key,
            decision=decision,
        )


def render_regrade_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice, with the course's code (curriculum R16)."""
    return NoticeText(
        _("Course %(code)s: a question in your exam was corrected")
        % {"code": context["code"]},
        _(
            "After your exam, a mistake was found in one of its questions. "
            "Your result has been recalculated. You can see it on the result "
            "page."
        ),
    )


def _ready(correction: KeyCorrection) -> Any:
    """Return what ``correction`` regrades now; some items need new marks first.

    Empty answers have nothing to mark again.
    """
    due: Any = key_corrections.list_items_to_regrade(correction)
    if correction.effect != KeyCorrection.Effect.REMARK:
        return due
    marks = OpenMark.objects.filter(item=OuterRef("pk"), correction=correction)
    return due.with_answers().filter(Q(answer__isnull=True) | Exists(marks))


def _apply_some(correction: KeyCorrection, left: set[int], at: datetime) -> int:
    """Regrade one batch in one transaction; return how many attempts it looked at.

    ``left`` are the ids of attempts to skip; unsettled and failing ones are added.
    """
    with unit_of_work():
        locked = KeyCorrection.objects.select_for_update(of=("self",), no_key=True)
        correction = locked.select_related("decision__by", "question").get(
            pk=correction.pk
        )
        due = _ready(correction).exclude(attempt__in=left)
        keys = list(due.order_by("attempt").values_list("attempt", flat=True)[:_BATCH])
        if not keys:
            return 0
        list(  # so that no other correction uses the sums of this moment
            Attempt.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=keys)
            .order_by("pk")
        )
        found = correction_preview.list_regrade_results(
            correction, due.filter(attempt__in=keys)
        )
        changes = [one for one in found if not _waits(correction, one)]
        left.update(one.item.attempt_id for one in found if _waits(correction, one))
        Regrading.objects.bulk_create(
            _fact(correction, change, at) for change in changes if _is_quiet(change)
        )
        loud = [change for change in changes if not _is_quiet(change)]
        for change in _with_scene(loud):
            _regrade_or_log(correction, change, left, at)
    return len(found)


def _waits(correction: KeyCorrection, change: RegradeResult) -> bool:
    """Return whether people still have to mark the answer again."""
    return correction.effect == KeyCorrection.Effect.REMARK and not change.is_settled


def _is_quiet(change: RegradeResult) -> bool:
    return not change.changes_item and not change.changes_result


def _with_scene(changes: Iterable[RegradeResult]) -> Iterable[RegradeResult]:
    """Give each change an attempt loaded with all that the notices and events need."""
    rows = list(changes)
    known = Attempt.objects.select_related(
        "paper__version__unit",
        "enrolment__course",
        "enrolment__edition",
        "enrolment__learner__user",
    ).in_bulk([change.item.attempt_id for change in rows])
    for change in rows:
        change.item.attempt = known[change.item.attempt_id]
    return rows


def _regrade_or_log(
    correction: KeyCorrection, change: RegradeResult, left: set[int], at: datetime
) -> None:
    try:
        with unit_of_work():
            _regrade(correction, change, at)
    except Exception:
        left.add(change.attempt.pk)
        logger.exception("Attempt %s cannot be regraded.", change.attempt.key)


def _regrade(correction: KeyCorrection, change: RegradeResult, at: datetime) -> None:
    attempt, by = change.attempt, correction.decision.by
    fact = _fact(correction, change, at)
    fact.save()
    audit_log.record_action(
        "assessment.regraded",
        by=by,
        on=attempt,
        person=attempt.enrolment.learner.key,
        correction=str(correction.key),
        position=change.item.position,
        mark=[str(fact.mark_before), str(fact.mark_after)],
        counts=[fact.counts_before, fact.counts_after],
        score=[str(fact.score_before), str(fact.score_after)],
        passed=[fact.passed_before, fact.passed_after],
    )
    if not change.changes_result:
        return
    AttemptRegraded(attempt, fact, change.after).send()
    if change.to_pass:
        _complete(attempt, change, at)
    _tell(attempt, correction, at)


def _complete(attempt: Attempt, change: RegradeResult, at: datetime) -> None:
    """Finish the exam with the pass, unless the course was passed or left since."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(
        pk=attempt.enrolment_id
    )
    if enrolment.is_active:
        progress.finish_unit(
            attempt.enrolment,
            attempt.paper.version.unit,
            language=attempt.language,
            at=attempt.handed_in_at,
            score=float(change.after.score),
            recorded_at=at,
        )


def _fact(correction: KeyCorrection, change: RegradeResult, at: datetime) -> Regrading:
    before, after = change.before, change.after
    return Regrading(
        attempt=change.attempt,
        item=change.item,
        correction=correction,
        mark_before=change.item.worth or 0,
        mark_after=change.mark,
        counts_before=change.item.counts,
        counts_after=change.counts,
        score_before=before.score,
        score_after=after.score,
        passed_before=before.passed,
        passed_after=after.passed,
        must_pass_failed_before=before.must_pass_failed,
        must_pass_failed_after=after.must_pass_failed,
        at=at,
    )


def _tell(attempt: Attempt, correction: KeyCorrection, at: datetime) -> None:
    user = attempt.enrolment.learner.user
    if user is None:
        return
    notify_user(
        user,
        KIND,
        f"{correction.key}:{attempt.key}",
        context={"code": attempt.enrolment.course.code},
        url=f"/my/results/{attempt.key}/",
        at=at,
    )
