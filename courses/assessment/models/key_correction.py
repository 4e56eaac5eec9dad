"""Corrections of a wrong key: proposed by one person, decided by another."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from courses.assessment.errors import QuestionBankError
from courses.assessment.kinds import Given, Key
from courses.assessment.kinds.question_type import FULL
from courses.assessment.models.question_state import build_bank_filter
from courses.assessment.models.question_version import QuestionVersion
from elearning.accounts.models import User
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Confirmation, Proposal, ProposalQuerySet


class KeyCorrectionQuerySet(ProposalQuerySet["KeyCorrection"]):
    """Corrections, by state and by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "question__version__unit__course"))

    def in_force(self) -> Self:
        """Keep the newest confirmed correction of each question version."""
        later = KeyCorrection.objects.filter(
            question=OuterRef("question"),
            pk__gt=OuterRef("pk"),
            decision__is_confirmed=True,
        )
        return self.filter(decision__is_confirmed=True).exclude(Exists(later))

    def remarkings(self) -> Self:
        """Keep the confirmed ones that make people mark the answers again."""
        return self.filter(
            effect=KeyCorrection.Effect.REMARK, decision__is_confirmed=True
        )

    def for_questions(self, keys: Iterable[int]) -> dict[int, "KeyCorrection"]:
        """Return those in force, by the ``keys`` of their question versions."""
        found = self.in_force().filter(question__in=list(keys))
        return {correction.question_id: correction for correction in found}


class KeyCorrection(Proposal):
    """A correction of what is right in one version of a question.

    ``keys`` are the keys by which an answer is marked, of which the best result counts:
    one if another answer is right, several if a further one is right too. If everybody
    gets the full mark, or the question leaves the total, they are the previous keys. If
    the points change, for choices of a scenario or levels of a rubric, it is the one
    key with the new points; levels given by people stay, unless the answers are marked
    again.
    """

    class Effect(models.TextChoices):
        """What is corrected."""

        REPLACED = "replaced", _("Another answer is right")
        ACCEPTED = "accepted", _("A further answer is right as well")
        FULL = "full", _("Everyone gets full marks")
        VOID = "void", _("The question no longer counts")
        POINTS = "points", _("Choices or levels are worth different points")
        REMARK = "remark", _("The answers are marked again")

    relations = ("question__version__unit__course",)
    own_words = _(
        "You proposed this correction, so a second person decides. Ask another trainer "
        "or a reviewer."
    )

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="corrections"
    )
    effect = models.CharField(_("what is corrected"), max_length=8, choices=Effect)
    keys = models.JSONField(_("what is right"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))

    objects = KeyCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a key")
        verbose_name_plural = _("corrections of keys")
        ordering = ["-pk"]
        constraints = [build_reason_check("key_correction_says_why")]

    def __str__(self) -> str:
        return f"{self.question}: {self.effect}"

    @property
    def is_void(self) -> bool:
        """Whether the question counts for nothing."""
        return self.effect == self.Effect.VOID

    @cached_property
    def remarking(self) -> "KeyCorrection | None":
        """The correction for which people gave the marks that count by this one.

        ``None`` if the first marks count. For questions marked by people.
        """
        if self.effect == self.Effect.REMARK:
            return self
        before = KeyCorrection.objects.remarkings().filter(question=self.question_id)
        if self.pk is not None:
            before = before.filter(pk__lt=self.pk)
        return before.order_by("-pk").first()

    def key_for(self, question: QuestionVersion, given: Given) -> Key:
        """Return the key that suits ``given`` best, for feedback on what is right.

        If everybody gets the full mark, it is a key that makes the answer right.
        """
        kind = question.kind
        if self.effect == self.Effect.FULL and given is not None:
            return kind.rekeyed(question.key, given) or question.key
        best: Key = max(self.keys, key=lambda key: kind.mark(key, given) or 0)
        return best

    def mark(self, question: QuestionVersion, given: Given) -> Decimal | None:
        """Return the mark of an answer to ``question`` by this correction.

        Pure, like the question types. If the question counts for nothing, the mark is
        what it would have been worth; ``None`` means that people mark it.
        """
        if self.effect == self.Effect.FULL:
            return FULL
        marks = [question.kind.mark(key, given) for key in self.keys]
        return max((mark for mark in marks if mark is not None), default=None)


class CorrectionDecision(Confirmation):
    """A second person's decision on a correction, with the numbers shown to them."""

    about = "correction"
    action = "assessment.key_correction_"
    refusal = QuestionBankError

    correction = models.OneToOneField(
        KeyCorrection, models.PROTECT, related_name="decision"
    )
    reason = models.TextField(_("reason"))
    attempts = models.PositiveIntegerField(_("attempts with the question"))
    changed = models.PositiveIntegerField(_("results that change"))
    to_pass = models.PositiveIntegerField(_("from not passed to passed"))
    to_fail = models.PositiveIntegerField(_("from passed to not passed"))

    class Meta:
        verbose_name = _("decision about a correction")
        verbose_name_plural = _("decisions about corrections")
        constraints = [build_reason_check("correction_decision_says_why")]
