"""Marks that people gave for open answers, and answers set aside; never overwritten."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds.open_answer_type import compute_maximum_points
from courses.assessment.models.attempt_item import (
    AttemptItem,
    AttemptItemQuerySet,
    Response,
)
from courses.assessment.models.key_correction import KeyCorrection
from courses.assessment.models.regrade_records import Regrading
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly


class OpenMarkQuerySet(models.QuerySet["OpenMark"]):
    """Marks of open answers, by type and by reader."""

    def firsts(self) -> Self:
        """Keep the marks given independently."""
        return self.filter(is_decision=False)

    def decisions(self) -> Self:
        """Keep the marks given after a disagreement."""
        return self.filter(is_decision=True)

    def visible_to(self, user: User) -> Self:
        """Keep the user's own, and those of answers they may decide about."""
        return self.filter(
            Q(marker=user) | Q(item__in=list_answers_to_decide(user).values("pk"))
        )


class OpenMark(AppendOnly):
    """The mark that one person gave for one open answer, by the rubric of its question.

    ``levels`` is the level of each criterion by its id, ``points`` their total by the
    rubric as published. If two people mark, each has their own row; if they disagree,
    whoever decides adds one with ``is_decision``. Marks that a ``correction`` asked for
    stand beside the earlier ones and count from then on. The comment is removed with
    the answer (``AnswersRemoved``); levels and points stay.
    """

    expiring_words = frozenset({"comment"})

    item = models.ForeignKey(AttemptItem, models.PROTECT, related_name="open_marks")
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    correction = models.ForeignKey(
        KeyCorrection, models.PROTECT, related_name="open_marks", null=True
    )
    is_decision = models.BooleanField(_("deciding mark"), default=False)
    levels = models.JSONField(_("points for each criterion"))
    points = models.PositiveSmallIntegerField(_("points"))
    comment = models.TextField(_("comment to the learner"), blank=True)
    at = models.DateTimeField(_("marked"))

    objects = OpenMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of an open answer")
        verbose_name_plural = _("marks of open answers")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "marker", "is_decision"],
                condition=Q(correction=None),
                name="open_mark_once",
            ),
            models.UniqueConstraint(
                fields=["item", "marker", "is_decision", "correction"],
                condition=Q(correction__isnull=False),
                name="open_mark_once_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"

    @property
    def most(self) -> int:
        """The maximum points, as published."""
        return compute_maximum_points(self.item.question.key)

    @property
    def stem(self) -> str:
        return str(self.item.question.text()[0]["stem"])


class SetAside(AppendOnly):
    """An open answer withheld from its readers because it may name a person."""

    expiring_words = frozenset({"reason"})

    item = models.ForeignKey(AttemptItem, models.PROTECT, related_name="set_asides")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("answer set aside")
        verbose_name_plural = _("answers set aside")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.at:%Y-%m-%d}"


class GivenBack(AppendOnly):
    """The text in which a withheld answer is returned to the markers.

    The learner's own answer is kept as given; markers read this text instead.
    """

    expiring_words = frozenset({"text"})

    set_aside = models.OneToOneField(
        SetAside, models.PROTECT, related_name="given_back"
    )
    text = models.TextField(_("text without names"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("answer given back")
        verbose_name_plural = _("answers given back")

    def __str__(self) -> str:
        return str(self.set_aside)


def list_answers_to_mark(user: User) -> AttemptItemQuerySet:
    """Return the open answers that ``user`` may mark.

    Trainers mark the answers of all places in the courses of their remit: a queue for
    one place would reveal where an answer comes from. Nobody marks their own answer, or
    one answer twice; a second mark is needed if the rubric says so, and never for a
    question in trial. Answers to be marked again wait like new ones; ``remarking`` is
    the correction that asked for it, ``since`` the start of the wait.
    """
    marks = _of_now()
    second = Q(is_scored=True, question__key__markers=2)
    return _waiting_for(user).filter(
        Q(~Exists(marks)) | (second & ~_both_marked()),
        ~Exists(marks.filter(marker=user)),
    )


def list_answers_to_decide(user: User) -> AttemptItemQuerySet:
    """Return the open answers with disagreeing markers, for ``user`` to decide."""
    decided = _of_now().filter(marker=user, is_decision=True)
    return _waiting_for(user).filter(_both_marked(), ~Exists(decided))


def list_withheld_answers(user: User) -> models.QuerySet[SetAside]:
    """Return the withheld answers, if ``user`` belongs to the data office."""
    found = SetAside.objects.filter(given_back=None, item__attempt__removals=None)
    return found if user.has_role(Role.ADMINISTRATOR) else found.none()


def _waiting_for(user: User) -> AttemptItemQuerySet:
    """Return other people's answers that wait for a mark and are not withheld."""
    if not user.has_role(Role.TRAINER):
        nothing: AttemptItemQuerySet = annotate_remarking(AttemptItem.objects.none())
        return nothing
    aside = SetAside.objects.filter(item=OuterRef("pk"), given_back=None)
    own = Q(attempt__enrolment__learner__user=user)
    first = Q(mark=None, attempt__handed_in_at__isnull=False)
    found: AttemptItemQuerySet = (
        annotate_remarking(AttemptItem.objects.looked_after_by(user))
        .filter(first | _again())
        .exclude(own)
        .filter(~Exists(aside), attempt__removals=None)
    )
    return found


def annotate_remarking(items: Any) -> Any:
    """Add ``remarking`` and ``since`` to ``items``.

    ``remarking`` is the correction that asked for new marks (0 for none), ``since`` the
    start of the wait.
    """
    asked = KeyCorrection.objects.remarkings().filter(question=OuterRef("question"))
    newest = asked.order_by("-pk")
    decided = Coalesce(
        Subquery(newest.values("decision__at")[:1]), F("attempt__handed_in_at")
    )
    return items.annotate(
        remarking=Coalesce(
            Subquery(newest.values("pk")[:1]),
            Value(0),
            output_field=models.BigIntegerField(),
        ),
        since=Greatest(decided, F("attempt__handed_in_at")),
    )


def _again() -> Q:
    """Return the condition that a marked answer is to be marked again.

    Questions are listed explicitly (they are few), so the database looks up only their
    answers.
    """
    asked = KeyCorrection.objects.in_force().remarkings()
    known = dict(asked.values_list("question", "pk"))
    done = Regrading.objects.filter(
        item=OuterRef("pk"), correction__in=list(known.values())
    )
    later = Response.objects.filter(
        item=OuterRef("item"), sequence__gt=OuterRef("sequence")
    )
    answered = Response.objects.filter(item=OuterRef("pk"), given__isnull=False)
    return (
        Q(question__in=list(known))
        & Q(attempt__score__isnull=False, mark__isnull=False)
        & ~Q(correction__in=list(known.values()))
        & ~Exists(done)
        & Exists(answered.filter(~Exists(later)))
    )


def _of_now() -> Any:
    """Return the marks of an answer (the outer row) that count now."""
    return _marks().filter(item=OuterRef("pk"), asked_by=OuterRef("remarking"))


def _both_marked() -> Exists:
    """Return the condition that two people have marked an answer independently."""
    firsts = _marks().firsts()
    later = firsts.filter(
        item=OuterRef("item"), asked_by=OuterRef("asked_by"), pk__gt=OuterRef("pk")
    )
    return Exists(_of_now().firsts().filter(Exists(later)))


def _marks() -> Any:
    """Return marks with ``asked_by``, the correction that asked for them (0 for none)."""
    asked_by = Coalesce(
        "correction_id", Value(0), output_field=models.BigIntegerField()
    )
    return OpenMark.objects.alias(asked_by=asked_by)
