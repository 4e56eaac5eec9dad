"""What people gave for open answers, and answers set aside; never overwritten."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds.open import most_points
from courses.assessment.models.item import AttemptItem, AttemptItemQuerySet
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly

if TYPE_CHECKING:
    from elearning.accounts.models import User


class OpenMarkQuerySet(models.QuerySet["OpenMark"]):
    """Marks of open answers, by what they are and who may see them."""

    def firsts(self) -> Self:
        """Keep what each marker gave for herself."""
        return self.filter(is_decision=False)

    def decisions(self) -> Self:
        """Keep what was given where the markers did not agree."""
        return self.filter(is_decision=True)

    def visible_to(self, user: "User") -> Self:
        """Keep the user's own, and those of answers that she may decide about."""
        return self.filter(Q(marker=user) | Q(item__in=to_decide(user).values("pk")))


class OpenMark(AppendOnly):
    """What one person gave for one open answer, by the rubric of its question.

    ``levels`` are the points for each criterion by its id. Where two mark, each has her
    own row; where they do not agree, whoever decides adds one with ``is_decision``.
    """

    item = models.ForeignKey(AttemptItem, models.PROTECT, related_name="open_marks")
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    is_decision = models.BooleanField(_("decides"), default=False)
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
                fields=["item", "marker", "is_decision"], name="open_mark_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"

    @property
    def most(self) -> int:
        """How many points there are in all."""
        return most_points(self.item.question.key)

    @property
    def stem(self) -> str:
        """What was asked, in the language of the page."""
        return str(self.item.question.text()[0]["stem"])


class SetAside(AppendOnly):
    """An open answer that nobody is to read as it is, because it may name a person."""

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
    """The text in which an answer that was set aside goes back to the markers.

    The learner's own answer is kept as she gave it; markers read this one instead.
    """

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


def to_mark(user: "User") -> AttemptItemQuerySet:
    """Return the open answers that ``user`` may mark.

    A trainer marks the answers of all places, in the courses of her remit: a queue of
    one place would tell where an answer comes from. Nobody marks her own answer, or one
    twice; a second mark is wanted where the rubric says so, and never for a question in
    trial.
    """
    marks = OpenMark.objects.filter(item=OuterRef("pk"))
    second = Q(is_scored=True, question__key__markers=2)
    return _waiting_for(user).filter(
        Q(~Exists(marks)) | (second & ~_both_marked()),
        ~Exists(marks.filter(marker=user)),
    )


def to_decide(user: "User") -> AttemptItemQuerySet:
    """Return the open answers whose two markers did not agree, for ``user`` to decide."""
    decided = OpenMark.objects.filter(
        item=OuterRef("pk"), marker=user, is_decision=True
    )
    return _waiting_for(user).filter(_both_marked(), ~Exists(decided))


def held_back(user: "User") -> models.QuerySet[SetAside]:
    """Return the answers that wait for the data office, where ``user`` is of it."""
    found = SetAside.objects.filter(given_back=None)
    return found if user.has_role(Role.ADMINISTRATOR) else found.none()


def _waiting_for(user: "User") -> AttemptItemQuerySet:
    """Return the answers of others that have ended, have no mark and are not set aside."""
    if not user.has_role(Role.TRAINER):
        return AttemptItem.objects.none()
    aside = SetAside.objects.filter(item=OuterRef("pk"), given_back=None)
    own = Q(attempt__enrolment__learner__user=user)
    return (
        AttemptItem.objects.looked_after_by(user)
        .filter(mark=None, attempt__handed_in_at__isnull=False)
        .exclude(own)
        .filter(~Exists(aside))
    )


def _both_marked() -> Exists:
    """Return whether two people have marked an answer, each for herself."""
    firsts = OpenMark.objects.firsts()
    later = firsts.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    return Exists(firsts.filter(Exists(later), item=OuterRef("pk")))
