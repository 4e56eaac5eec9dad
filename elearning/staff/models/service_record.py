"""Absences, ranks and line managers of staff."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elearning.staff.models.dated_rows import BitemporalModel
from elearning.staff.models.person import StaffMember
from elearning.staff.models.post import Rank


class Absence(BitemporalModel):
    """A period in which training deadlines are suspended (curriculum R9)."""

    class Kind(models.TextChoices):
        """The reason of an absence."""

        PARENTAL = "parental", _("Maternity or parental leave")
        ILLNESS = "illness", _("Long illness")
        SECONDMENT = "secondment", _("Secondment")
        SUSPENSION = "suspension", _("Suspension")

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="absences"
    )
    kind = models.CharField(_("reason"), max_length=16, choices=Kind)

    class Meta(BitemporalModel.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.get_kind_display()}"


class RankHeld(BitemporalModel):
    """The rank of a person, for a time."""

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="ranks_held"
    )
    rank = models.ForeignKey(Rank, models.PROTECT, related_name="+")

    class Meta(BitemporalModel.Meta):
        verbose_name = _("rank held")
        verbose_name_plural = _("ranks held")

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.rank}"


class Reporting(BitemporalModel):
    """The line manager of a person, for a time."""

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="reporting"
    )
    manager = models.ForeignKey(StaffMember, models.PROTECT, related_name="reports")

    class Meta(BitemporalModel.Meta):
        verbose_name = _("line of management")
        verbose_name_plural = _("lines of management")
        constraints = [
            *BitemporalModel.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(manager=F("staff_member")),
                name="reporting_to_another",
                violation_error_message=_("A person cannot be their own line manager."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.manager}"
