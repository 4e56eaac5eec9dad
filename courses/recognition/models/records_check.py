"""Results of the last check of the records."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.staff.models import LearnerRecordQuerySet, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class RecordsCheck(models.Model):
    """One check of all records; its findings are kept until the next one."""

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("record check")
        verbose_name_plural = _("record checks")
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class RecordsCheckFindingQuerySet(LearnerRecordQuerySet["Finding"]):
    """Findings, by check and by who may see them."""

    def of_last_check(self) -> Self:
        """Keep those of the newest check."""
        newest = RecordsCheck.objects.order_by("-pk").values("pk")[:1]
        return self.filter(check_of=models.Subquery(newest))

    def in_remit_of(self, user: "User") -> Self:
        """Keep those about people in the user’s remit."""
        people = StaffMember.objects.in_remit_of(user)
        return self.filter(learner__in=people.values("pk"))


class Finding(models.Model):
    """An inconsistency in a person’s records; its text follows from ``kind``.

    ``facts`` are plain values for the text: ISO dates, codes and numbers.
    """

    check_of = models.ForeignKey(RecordsCheck, models.CASCADE, related_name="findings")
    kind = models.CharField(_("what"), max_length=32)
    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    since = models.DateField(_("since"), null=True)
    facts = models.JSONField(default=dict)

    objects = RecordsCheckFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding about a record")
        verbose_name_plural = _("findings about records")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.learner}: {self.kind}"
