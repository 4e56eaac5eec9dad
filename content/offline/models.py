"""Acts done on devices without a network, as received; they never change."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Enrolment
from elearning.audit.models import AppendOnly

if TYPE_CHECKING:
    from elearning.accounts.models import User


class KeptActQuerySet(models.QuerySet["KeptAct"]):
    """Device acts by owner."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user's own."""
        return self.filter(enrolment__learner__user=user)


class KeptAct(AppendOnly):
    """One act that a device stored and sent later, with its outcome.

    ``done_at`` is the time by the clock of the device. ``at`` is the time that counts:
    never after the receipt, never before the enrolment.
    """

    expires = True

    class Kind(models.TextChoices):
        """The kind of act."""

        START = "start", _("opened a lesson")
        PLACE = "place", _("read up to this point")
        CHECK = "check", _("answered a self-check")
        DECIDE = "decide", _("made a choice in a scenario")
        BACK = "back", _("went a step back in a scenario")
        RESTART = "restart", _("restarted a scenario")
        DONE = "done", _("marked a lesson as done")
        PRACTICE = "practice", _("answered a practice question")

    class Outcome(models.TextChoices):
        """The outcome of an act."""

        ACCEPTED = "accepted", pgettext_lazy("act", "accepted")
        REFUSED = "refused", pgettext_lazy("act", "not accepted")

    key = models.UUIDField(unique=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="kept_acts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    unit = models.CharField(_("lesson"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=2)
    payload = models.JSONField(_("what was done"), default=dict)
    done_at = models.DateTimeField(_("done, by the device's clock"))
    at = models.DateTimeField(_("done"))
    received_at = models.DateTimeField(_("received"), db_index=True)
    outcome = models.CharField(_("what happened to it"), max_length=8, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=16, blank=True)

    objects = KeptActQuerySet.as_manager()

    class Meta:
        verbose_name = _("action saved on a device")
        verbose_name_plural = _("actions saved on a device")

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.kind} {self.unit}"
