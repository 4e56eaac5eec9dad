"""Corrections of a wrong key: one person proposes, another confirms or declines.

A published version never changes. A correction replaces its key: later attempts are
marked by it, and earlier ones are regraded (``assessment.corrections.regrades``).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.attempts.exams_ahead import has_exam_ahead
from courses.assessment.corrections import correction_preview
from courses.assessment.errors import QuestionBankError
from courses.assessment.kinds import AnswerKeyError, Given, Key
from courses.assessment.models import (
    AttemptItem,
    AttemptPurpose,
    CorrectionDecision,
    KeyCorrection,
    QuestionVersion,
)
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND = "question-key-corrected"
Effect = KeyCorrection.Effect
#: The effects that need a right answer, and those that need points.
ANSWERED = (Effect.REPLACED, Effect.ACCEPTED)
POINTED = (Effect.POINTS, Effect.REMARK)


def find_correction_in_force(question: QuestionVersion) -> KeyCorrection | None:
    """Return the correction that applies now, or ``None`` if the published key does."""
    return KeyCorrection.objects.in_force().filter(question=question).first()


def list_current_keys(question: QuestionVersion) -> list[Key]:
    """Return the keys by which answers are marked now."""
    correction = find_correction_in_force(question)
    return list(correction.keys) if correction else [question.key]


def has_correctable_key(question: QuestionVersion) -> bool:
    """Return whether an answer can express the whole key of a question."""
    kind = question.kind
    return kind.rekeyed(question.key, kind.solution(question.key)) is not None


def list_possible_effects(question: QuestionVersion) -> list[Effect]:
    """Return what can be corrected: answers, points, or the question's whole weight."""
    found = [Effect.FULL, Effect.VOID]
    if question.is_marked_by_people:
        found = [*POINTED, *found]
    elif question.kind.points(question.key):
        found = [Effect.POINTS, *found]
    return [*ANSWERED, *found] if has_correctable_key(question) else found


def draft_correction(
    question: QuestionVersion,
    effect: str,
    *,
    given: Given = None,
    points: Mapping[str, int | None] | None = None,
) -> KeyCorrection:
    """Return a correction that is not stored yet.

    ``given`` is the right answer; ``points`` are those of every scored part
    (``QuestionType.earners``), ``None`` for what must never be done. Raises
    ``QuestionBankError`` for an invalid key, for an effect that the question cannot
    have, and if nothing changes.
    """
    if effect not in list_possible_effects(question):
        raise QuestionBankError(
            _("This cannot be corrected in questions of this kind.")
        )
    keys = list_current_keys(question)
    if effect in POINTED:
        keys = [_repointed(question, keys[0], points)]
    if effect in ANSWERED:
        key = _rekeyed(question, given)
        others = keys if effect == Effect.ACCEPTED else []
        keys = [*(one for one in others if one != key), key]
    correction = KeyCorrection(question=question, effect=effect, keys=keys)
    before = _rule(find_correction_in_force(question) or _unchanged(question))
    if effect != Effect.REMARK and _rule(correction) == before:
        raise QuestionBankError(
            _("This already counts as right. Choose what to change.")
        )
    return correction


def propose_correction(
    correction: KeyCorrection, *, reason: str, by: "User", at: datetime
) -> KeyCorrection:
    """Store a correction from ``draft_correction`` as proposed; it has no effect yet.

    Raises ``QuestionBankError`` without a reason, while another correction of the
    version is undecided or still being applied, if the question is the only one that
    counts in some attempt, and if ``by`` has the exam ahead or an exam of their own
    whose result would change.
    """
    words = require_reason(reason, QuestionBankError)
    _demand_no_gain(by, correction)
    with transaction.atomic():
        question = QuestionVersion.objects.select_for_update(
            of=("self",), no_key=True
        ).get(pk=correction.question_id)
        others = KeyCorrection.objects.filter(question=question)
        if others.waiting().exists():
            raise QuestionBankError(
                _("A correction of this version is already waiting for a decision.")
            )
        if (current := find_correction_in_force(question)) and list_items_to_regrade(
            current
        ).exists():
            raise QuestionBankError(_under_way(current))
        _demand_fairness(correction, correction_preview.preview_correction(correction))
        correction.reason = words
        correction.proposed_by = by
        correction.proposed_at = at
        correction.save()
        audit_log.record_action(
            "assessment.key_correction_proposed",
            by=by,
            on=correction,
            reason=correction.reason,
            question=str(question.version.unit.key),
            version=question.version.number,
            effect=correction.effect,
        )
    return correction


def decide_correction(
    correction: KeyCorrection,
    *,
    is_confirmed: bool,
    reason: str,
    by: "User",
    at: datetime,
) -> CorrectionDecision:
    """Confirm or decline a correction, as a second person.

    A confirmed correction applies to exams marked from then on; the worker regrades
    earlier ones. Raises ``QuestionBankError`` without a reason, for the proposer, and
    if the correction is already decided. Nobody confirms a correction who has the exam
    ahead or one whose result it would change, nor one whose proposer has come to have
    either. Anybody else may decline it, so that a wrong proposal cannot persist because
    everybody was asked the question.
    """
    decision = CorrectionDecision(
        is_confirmed=is_confirmed, reason=reason, by=by, at=at
    )

    def prepare(kept: KeyCorrection) -> dict[str, int]:
        seen = correction_preview.preview_correction(kept)
        if is_confirmed:
            _demand_no_gain(by, kept)
            _demand_stranger(kept)
            _demand_fairness(kept, seen)
        facts = {
            "attempts": seen.attempts,
            "changed": len(seen.changes),
            "to_pass": seen.to_pass,
            "to_fail": seen.to_fail,
        }
        for name, number in facts.items():
            setattr(decision, name, number)
        return facts | ({"out_of_reach": seen.gone} if seen.gone else {})

    with transaction.atomic():
        decide_proposal(correction, decision, prepare=prepare)
        if is_confirmed:
            _tell_author(decision.correction, at)
    return decision


def is_user_affected(user: "User", correction: KeyCorrection) -> bool:
    """Return whether ``user`` has an exam whose result it would change, or might.

    The effect is unknown for exams and update tests under way, and for answers that
    people mark again.
    """
    asked = AttemptItem.objects.filter(question=correction.question_id)
    mine = asked.filter(attempt__enrolment__learner__user=user)
    mine = mine.exclude(
        attempt__in=correction_preview.list_unreachable_attempts(correction)
    )
    counts = [AttemptPurpose.EXAM, AttemptPurpose.UPDATE]
    unmarked = mine.filter(attempt__score__isnull=True)
    if unmarked.filter(attempt__purpose__in=counts).exists():
        return True
    changes = correction_preview.list_regrade_results(correction, mine.in_exams())
    return any(one.changes_result or not one.is_settled for one in changes)


def list_items_to_regrade(correction: KeyCorrection) -> QuerySet[AttemptItem]:
    """Return the marked items that a confirmed correction still has to look at.

    They are found from rows: neither first marked nor regraded by the correction. An
    open answer in trial that nobody has marked yet is marked by it later. Removed
    answers are excluded (see ``list_unreachable_attempts``).
    """
    asked = AttemptItem.objects.in_exams().filter(question=correction.question_id)
    return (
        asked.filter(attempt__score__isnull=False)
        .exclude(mark=None)
        .exclude(correction=correction)
        .exclude(regradings__correction=correction)
        .exclude(attempt__in=correction_preview.list_unreachable_attempts(correction))
    )


def render_correction_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice to the author of a version."""
    return NoticeText(
        _("Question %(question)s: its key was corrected") % context,
        _(
            "Exams already taken are being re-marked. The draft in the "
            "studio still has the old key: correct it and publish a new "
            "version."
        ),
    )


def _rekeyed(question: QuestionVersion, given: Given) -> Key:
    if given is None:
        raise QuestionBankError(_("Enter the right answer."))
    key = question.kind.rekeyed(question.key, given)
    if key is None:
        raise QuestionBankError(_("Questions of this kind have no key to correct."))
    _check(question, key)
    return key


def _repointed(
    question: QuestionVersion, key: Key, points: Mapping[str, int | None] | None
) -> Key:
    if points is None:
        return key
    if set(points) != set(question.kind.points(question.key)):
        raise QuestionBankError(_("Enter the points for every choice and level."))
    repointed = question.kind.repointed(key, points)
    _check(question, repointed)
    return repointed


def _check(question: QuestionVersion, key: Key) -> None:
    """Raise an error for a key that does not fit the words of the question."""
    for text in question.body.values():
        try:
            question.kind.check(text, key)
        except AnswerKeyError as fault:
            raise QuestionBankError(str(fault)) from fault


def _under_way(correction: KeyCorrection) -> str:
    """Return why no further correction is possible yet."""
    if correction.effect == Effect.REMARK:
        return _(
            "Answers to this question are still being re-marked. Correct it "
            "once the last of them has been marked."
        )
    return _("The previous correction is still being applied. Wait a minute.")


def _demand_no_gain(by: "User", correction: KeyCorrection) -> None:
    """Raise an error if ``by`` has the exam ahead, or one whose result would change."""
    if is_user_affected(by, correction):
        raise QuestionBankError(
            _(
                "You were asked this question in your own exam, and your result "
                "would change or is not known yet. Ask another trainer or a "
                "reviewer."
            )
        )
    if _is_ahead(by, correction):
        raise QuestionBankError(
            _(
                "You still have to take this course's exam, or left the course after an "
                "attempt in the last six months, so you cannot correct its keys. Ask "
                "another trainer or a reviewer."
            )
        )


def _is_ahead(user: "User", correction: KeyCorrection) -> bool:
    question = correction.question
    course = question.version.unit.course
    return not question.for_practice and has_exam_ahead(user, course)


def _demand_stranger(correction: KeyCorrection) -> None:
    """Raise an error if the proposer now has the exam ahead, or is affected."""
    if _is_ahead(correction.proposed_by, correction):
        raise QuestionBankError(
            _(
                "The person who proposed this now has to take the exam of the "
                "course. Decline the proposal, and have someone else make it."
            )
        )
    if is_user_affected(correction.proposed_by, correction):
        raise QuestionBankError(
            _(
                "The person who proposed this has since been asked the question "
                "in their own exam. Decline the proposal, and have someone else "
                "make it."
            )
        )


def _demand_fairness(
    correction: KeyCorrection, seen: correction_preview.CorrectionPreview
) -> None:
    """Raise an error if an exam would lose its only question, or markers disagree."""
    if correction.is_void and seen.unfounded:
        raise QuestionBankError(
            _(
                "In some exams this is the only question that counts. Give "
                "everyone full marks instead."
            )
        )
    if correction.effect == Effect.POINTS and seen.unsettled:
        raise QuestionBankError(
            ngettext(
                "In %(n)s exam the two markers agree under the current points "
                "but would not under the new ones, so nobody has decided what "
                "the answer is worth. Have the answers marked again instead.",
                "In %(n)s exams the two markers agree under the current points "
                "but would not under the new ones, so nobody has decided what "
                "the answers are worth. Have the answers marked again instead.",
                seen.unsettled,
            )
            % {"n": seen.unsettled}
        )


def _unchanged(question: QuestionVersion) -> KeyCorrection:
    return KeyCorrection(question=question, effect=Effect.REPLACED, keys=[question.key])


def _rule(correction: KeyCorrection) -> object:
    """Return what distinguishes two ways of marking."""
    if correction.effect in (*ANSWERED, *POINTED):
        return correction.keys
    return correction.effect


def _tell_author(correction: KeyCorrection, at: datetime) -> None:
    version = correction.question.version
    if (author := version.published_by) is None:
        return
    notify_user(
        author,
        KIND,
        str(correction.key),
        context={"question": version.unit.slug.upper()},
        url=f"/desk/corrections/{correction.key}/",
        at=at,
    )
