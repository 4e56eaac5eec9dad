"""Marking of open answers: independently first, then jointly after a disagreement."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import holidays
from django.conf import settings
from django.utils.translation import gettext as _

from courses.assessment.errors import OpenMarkError
from courses.assessment.events import TrialMarked
from courses.assessment.kinds import Key
from courses.assessment.kinds.open_answer_type import find_rubric_points
from courses.assessment.marks import attempt_marking, marker_agreement
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    KeyCorrection,
    OpenMark,
    list_answers_to_decide,
    list_answers_to_mark,
)
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The notice that the result of an exam is available.
KIND = "exam-result"
LONGEST_COMMENT = 2000


def record_open_mark(
    item: AttemptItem,
    levels: Mapping[str, int],
    *,
    comment: str,
    by: "User",
    at: datetime,
) -> OpenMark:
    """Record the mark of ``by`` for an open answer, independently of other markers.

    ``levels`` are the levels given for each criterion of the rubric. The last mark that
    an attempt waits for gives it its result, in the same transaction. Raises
    ``OpenMarkError`` if ``by`` may not mark the answer (any more), or if a criterion
    has no level.
    """
    return _keep(item, levels, comment, by=by, at=at, is_decision=False)


def decide_open_mark(
    item: AttemptItem,
    levels: Mapping[str, int],
    *,
    comment: str,
    by: "User",
    at: datetime,
) -> OpenMark:
    """Record the decision of ``by`` after two markers disagreed.

    A third person decides at once. A decision of one of the two is a proposal; it
    counts when the other gives the same levels. Raises ``OpenMarkError`` as
    ``record_open_mark`` does.
    """
    return _keep(item, levels, comment, by=by, at=at, is_decision=True)


def count_required_markers(item: AttemptItem) -> int:
    """Return how many people mark an answer: one is enough for a question in trial."""
    return int(item.question.key["markers"]) if item.is_scored else 1


def find_answer_mark(
    item: AttemptItem, correction: KeyCorrection | None = None
) -> marker_agreement.AgreedMark | None:
    """Return the mark of an answer and the marks that count; prefetch the marks.

    A ``correction`` supplies the points and, if it asks for new marks, only those given
    since count. ``None`` while the markers disagree or are too few.
    """
    asked_by = correction.remarking if correction else None
    marks: Sequence[Any] = sorted(
        (
            one
            for one in item.open_marks.all()
            if one.correction_id == (asked_by and asked_by.pk)
        ),
        key=lambda one: one.pk,
    )
    return marker_agreement.find_agreed_mark(
        get_rubric(item, correction), marks, wanted=count_required_markers(item)
    )


def get_rubric(item: AttemptItem, correction: KeyCorrection | None = None) -> Key:
    """Return the rubric by which an answer is marked: published or corrected."""
    key: Key = correction.keys[0] if correction else item.question.key
    return key


def compute_marking_deadline(handed_in: date) -> date:
    """Return the day by which answers handed in on ``handed_in`` must be marked.

    The installation sets the number of working days; Saturdays, Sundays and the public
    holidays of the country are not counted.
    """
    days = holidays.country_holidays(settings.PUBLIC_HOLIDAYS)
    return days.get_nth_working_day(handed_in, settings.MARKING_WORKING_DAYS)


def render_marked_exam_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice, with the course's code (curriculum R16)."""
    return NoticeText(
        _("Course %(code)s: your exam has been marked and the result is ready")
        % {"code": context["code"]}
    )


def _keep(
    item: AttemptItem,
    levels: Mapping[str, int],
    comment: str,
    *,
    by: "User",
    at: datetime,
    is_decision: bool,
) -> OpenMark:
    points = find_rubric_points(item.question.key, levels)
    if points is None:
        raise OpenMarkError(_("Choose a level for each criterion."))
    with unit_of_work():
        attempt = attempt_marking.lock_attempt(item.attempt)
        mine: Any = (
            list_answers_to_decide(by) if is_decision else list_answers_to_mark(by)
        ).filter(pk=item.pk)
        remarking = mine.values_list("remarking", flat=True).first()
        if remarking is None:
            raise OpenMarkError(
                _(
                    "This answer is not yours to mark: a colleague has marked it in the "
                    "meantime, or it was set aside. Go on with the next one."
                )
            )
        kept = OpenMark.objects.create(
            item=item,
            marker=by,
            correction_id=remarking or None,
            is_decision=is_decision,
            levels=dict(levels),
            points=points,
            comment=comment.strip(),
            at=at,
        )
        audit_log.record_action(
            "assessment.answer_decided" if is_decision else "assessment.answer_marked",
            by=by,
            on=item,
            person=attempt.enrolment.learner.key,
            points=points,
            levels=dict(levels),
        )
        _settle(attempt, item, by=by, at=at)
    return kept


def _settle(attempt: Attempt, item: AttemptItem, *, by: "User", at: datetime) -> None:
    """Set the mark of an answer if it is decided, and the result of the attempt."""
    answers = AttemptItem.objects.with_answers().prefetch_related("open_marks")
    item = answers.select_related("question__version__unit").get(pk=item.pk)
    if item.mark is not None:
        return  # marked again: the worker regrades the attempt by the correction
    correction = KeyCorrection.objects.for_questions([item.question_id]).get(
        item.question_id
    )
    mark = item.question.mark(item.answer, correction)
    if mark is None and (found := find_answer_mark(item, correction)):
        mark = found.mark
    if mark is None:
        return
    item.mark, item.correction = mark, correction
    item.save(update_fields=["mark", "correction"])
    if attempt.is_marked:
        TrialMarked(attempt, item).send()
    elif attempt_marking.complete_marking(attempt, at=at, by=by).is_marked:
        _tell(attempt, at)


def _tell(attempt: Attempt, at: datetime) -> None:
    learner = attempt.enrolment.learner
    if learner.user is None:
        return
    notify_user(
        learner.user,
        KIND,
        str(attempt.key),
        context={"code": attempt.enrolment.course.code},
        url=f"/my/results/{attempt.key}/",
        at=at,
    )
