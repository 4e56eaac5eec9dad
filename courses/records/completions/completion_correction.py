"""Corrections of passes: a new row replaces the old one, with effects on later passes.

Nothing is overwritten. A correction is known from the day on which it was recorded, so
anything computed as of an earlier day does not change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.records.completions.completion_expiry import (
    DatedCompletion,
    compute_expected_expiry,
    list_current_completions,
)
from courses.records.completions.completion_restatement import restate_completion
from courses.records.completions.correction_chain import find_renewal
from courses.records.errors import CorrectionError
from courses.records.events import CompletionCorrected
from courses.records.models import Completion
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class CorrectionRequest:
    """The corrected values of a pass; ``expires_on`` only if another body certified it."""

    passed_on: date
    score: Decimal | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class CompletionChange:
    """The change of one pass: the row ``before``, and the new values."""

    before: Completion
    passed_on: date
    expires_on: date
    score: Decimal | None

    @property
    def fingerprint(self) -> str:
        score = "" if self.score is None else f"{self.score:.4f}"
        return f"{self.before.pk} {self.passed_on} {self.expires_on} {score}"


def plan_correction(
    completion: Completion, wanted: CorrectionRequest, *, today: date
) -> list[CompletionChange]:
    """Return the changes by correcting ``completion``: the pass itself, then later ones.

    The last day follows from R1 and R2 of the curriculum, and so do those of later
    passes that kept its anniversary; last days that did not follow from the rules are
    left alone. A course renewed by a refresher was passed on the same day with the same
    result, so it changes with the refresher (R5).

    Raises ``CorrectionError`` for a pass that is no longer current, for a day in the
    future, for a day with another pass, and if nothing would change.
    """
    _demand_standing(completion)
    if wanted.passed_on > today:
        raise CorrectionError(_("This date is in the future. Enter the correct date."))
    found = _moved(completion, wanted)
    renewal = find_renewal(completion)
    if renewal is not None and not hasattr(renewal, "withdrawal"):
        same = CorrectionRequest(wanted.passed_on, wanted.score)
        found += [one for one in _moved(renewal, same) if _is_other(one)]
    if len(found) == 1 and not _is_other(found[0]):
        raise CorrectionError(_("This is already on record. Change something."))
    return found


def record_corrections(
    changes: Sequence[CompletionChange], *, reason: str, by: "User", at: datetime
) -> list[Completion]:
    """Record ``changes`` from ``plan_correction``; return the new rows in the same order.

    Call it in the transaction that planned them, with the learner's row locked; that two
    persons decided is for the caller to see to (``courses.recognition.pass_corrections``). Sends
    ``CompletionCorrected`` for each.
    """
    made = []
    with unit_of_work():
        for change in changes:
            row = _corrected(change, reason=reason, by=by, at=at)
            audit_log.record_action(
                "records.corrected",
                by=by,
                on=row,
                person=row.learner.key,
                reason=reason,
                facts=row.facts,
                **_before_and_after(change),
            )
            audit_log.record_action(
                "records.superseded",
                by=by,
                on=change.before,
                person=row.learner.key,
                facts=row.facts,
            )
            restate_completion(change.before, row, at=at)
            CompletionCorrected(change.before, row, reason, by, at).send()
            made.append(row)
    return made


def lock_learner(learner: StaffMember) -> StaffMember:
    """Return ``learner``, locked until the end of the transaction against other corrections."""
    rows = StaffMember.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("user").get(pk=learner.pk)


@dataclass(frozen=True)
class PastCorrection:
    """A correction of a pass: when, why and by whom, with the rows before and after."""

    at: datetime
    reason: str
    by: "User | None"
    before: Completion
    after: Completion

    @property
    def has_other_day(self) -> bool:
        return self.before.passed_on != self.after.passed_on

    @property
    def has_other_end(self) -> bool:
        return self.before.expires_on != self.after.expires_on

    @property
    def has_other_score(self) -> bool:
        return self.before.score != self.after.score


def attach_corrections(rows: Iterable[Completion]) -> list[Any]:
    """Return ``rows`` with ``corrections`` set, newest first; one more query."""
    found: list[Any] = list(rows)
    learners = {row.learner_id for row in found}
    made = Completion.objects.filter(learner__in=learners).exclude(supersedes=None)
    earlier = {row.pk: row for row in made.select_related("supersedes", "recorded_by")}
    for row in found:
        told, now = [], earlier.get(row.pk)
        while now is not None and now.supersedes is not None:
            told.append(
                PastCorrection(
                    now.recorded_at, now.reason, now.recorded_by, now.supersedes, now
                )
            )
            now = earlier.get(now.supersedes_id or 0)
        row.corrections = told
    return found


def _demand_standing(completion: Completion) -> None:
    if Completion.objects.filter(supersedes=completion).exists():
        raise CorrectionError(
            _("This pass has already been corrected. Correct the newest entry.")
        )
    if hasattr(completion, "withdrawal"):
        raise CorrectionError(
            _("This pass is withdrawn, so nothing is left to correct.")
        )


def _moved(completion: Completion, wanted: CorrectionRequest) -> list[CompletionChange]:
    """Return the changes of one pass and of later ones of the same course."""
    passes = list_current_completions(completion)
    (own,) = (one for one in passes if one.pk == completion.pk)
    others = [one for one in passes if one.pk != completion.pk]
    if any(one.passed_on == wanted.passed_on for one in others):
        raise CorrectionError(
            _("Another pass of this course on that day is on record. Look at it first.")
        )
    months = completion.course.validity_months
    followers = [one for one in others if _follows(one, own, passes, months)]
    moved = own.on(wanted.passed_on, _last_day(own, wanted, others, months))
    found = [
        CompletionChange(completion, moved.passed_on, moved.expires_on, wanted.score)
    ]
    now = [*others, moved]
    for one in sorted(followers, key=lambda row: row.passed_on):
        until = compute_expected_expiry(one, now, months)
        if until != one.expires_on:
            now = [row for row in now if row.pk != one.pk]
            now.append(one.on(one.passed_on, until))
            row = one.completion
            found.append(CompletionChange(row, row.passed_on, until, row.score))
    return found


def _follows(
    one: DatedCompletion,
    own: DatedCompletion,
    passes: list[DatedCompletion],
    months: int,
) -> bool:
    """Return whether the last day of ``one`` may depend on ``own`` by the rules."""
    is_external = one.completion.basis == Completion.Basis.EXTERNAL
    return (
        not is_external
        and one.known_at > own.known_at
        and compute_expected_expiry(one, passes, months) == one.expires_on
    )


def _last_day(
    own: DatedCompletion,
    wanted: CorrectionRequest,
    others: list[DatedCompletion],
    months: int,
) -> date:
    if own.completion.basis == Completion.Basis.EXTERNAL:
        last = wanted.expires_on or own.expires_on
        if last < wanted.passed_on:
            raise CorrectionError(
                _("The last valid day is before the date passed. Correct one of them.")
            )
        return last
    if wanted.passed_on == own.passed_on:
        return own.expires_on
    return compute_expected_expiry(
        own.on(wanted.passed_on, own.expires_on), others, months
    )


def _is_other(change: CompletionChange) -> bool:
    now = change.before
    return (change.passed_on, change.expires_on, change.score) != (
        now.passed_on,
        now.expires_on,
        now.score,
    )


def _corrected(
    change: CompletionChange, *, reason: str, by: "User", at: datetime
) -> Completion:
    before = change.before
    moment = timezone.localtime(before.completed_at)
    if change.passed_on != before.passed_on:
        moment = timezone.make_aware(
            datetime.combine(change.passed_on, moment.time().replace(tzinfo=None))
        )
    return Completion.objects.create(
        learner=before.learner,
        course=before.course,
        edition=before.edition,
        completed_at=min(moment, at),
        passed_on=change.passed_on,
        expires_on=change.expires_on,
        score=change.score,
        language=before.language,
        basis=before.basis,
        recorded_at=at,
        recorded_by=by,
        supersedes=before,
        reason=reason,
    )


def _before_and_after(change: CompletionChange) -> dict[str, object]:
    before = change.before
    return {
        "course": before.course.code,
        "passed_on": [before.passed_on, change.passed_on],
        "expires_on": [before.expires_on, change.expires_on],
        "score": [before.score, change.score],
    }
