"""Reasons why the answers of an attempt may not be removed yet: holds and open matters."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import (
    AnswersRemoved,
    AttemptItem,
    KeyCorrection,
    Regrading,
    SetAside,
)
from courses.assessment.models.attempt import AttemptQuerySet
from courses.certificates.models import RevocationProposal
from courses.recognition.models import Correction
from courses.retention.models import RetentionHold

#: The obstacles, in the order in which they are shown.
WORDS = {
    "held": _("on hold: the records are needed"),
    "unmarked": _("answers are waiting to be marked, or were set aside"),
    "corrected": _("the answer key of a question is being corrected"),
    "turned": _("a pass affected by a corrected answer key is waiting for a decision"),
    "proposed": _("a correction or a revocation is waiting for a decision"),
}


def annotate_obstacles(attempts: AttemptQuerySet, at: datetime) -> AttemptQuerySet:
    """Annotate each attempt with whether each of ``WORDS`` applies."""
    found: Any = attempts.annotate(
        **{name: _truth(condition) for name, condition in _conditions(at).items()}
    )
    kept: AttemptQuerySet = found
    return kept


def filter_removable_attempts(
    attempts: AttemptQuerySet, at: datetime
) -> AttemptQuerySet:
    """Keep attempts without obstacles."""
    for condition in _conditions(at).values():
        attempts = attempts.exclude(condition)
    return attempts


def count_obstacles(attempts: AttemptQuerySet, at: datetime) -> list[tuple[str, int]]:
    """Return the number of ``attempts`` with each of ``WORDS``, without zeros."""
    counts = {f"of_{name}": Count("pk", filter=Q(**{name: True})) for name in WORDS}
    numbers = annotate_obstacles(attempts, at).aggregate(**counts)
    return [
        (str(words), number)
        for name, words in WORDS.items()
        if (number := numbers[f"of_{name}"])
    ]


def _conditions(at: datetime) -> dict[str, Any]:
    holds = RetentionHold.objects.in_force(timezone.localdate(at))
    held = holds.filter(
        Q(attempt=OuterRef("pk"))
        | Q(attempt=None, learner=OuterRef("enrolment__learner"))
    )
    aside = SetAside.objects.filter(item__attempt=OuterRef("pk"), given_back=None)
    turned = Regrading.objects.lost().undecided().filter(attempt=OuterRef("pk"))
    revoked = RevocationProposal.objects.waiting().filter(
        certificate__completion__enrolment=OuterRef("enrolment")
    )
    changed = Correction.objects.waiting().filter(
        completion__enrolment=OuterRef("enrolment")
    )
    return {
        "held": Exists(held),
        "unmarked": Q(marked_at=None) | Exists(aside),
        "corrected": Q(purpose="exam") & Exists(_corrected()),
        "turned": Exists(turned),
        "proposed": Exists(revoked) | Exists(changed),
    }


def _corrected() -> Any:
    """Return the questions of an attempt (the outer row) whose key is being corrected.

    The correction awaits its second person, or has not been applied to the answer.
    """
    asked = AttemptItem.objects.filter(attempt=OuterRef("pk"))
    waiting = KeyCorrection.objects.waiting().filter(question=OuterRef("question"))
    done = Regrading.objects.filter(
        item=OuterRef(OuterRef("pk")), correction=OuterRef("pk")
    )
    erased = AnswersRemoved.objects.filter(attempt=OuterRef(OuterRef("attempt")))
    due = (
        KeyCorrection.objects.in_force()
        .filter(question=OuterRef("question"))
        .exclude(pk=Coalesce(OuterRef("correction"), Value(0)))
        .exclude(Exists(done))
        .exclude(Q(effect=KeyCorrection.Effect.REMARK) & Exists(erased))
    )
    return asked.filter(Exists(waiting) | (Q(mark__isnull=False) & Exists(due)))


def _truth(condition: Any) -> Any:
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
