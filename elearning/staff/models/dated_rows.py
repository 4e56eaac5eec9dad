"""Dated rows, and what was known of them on a day."""

from datetime import date

from django.db import models
from django.db.models import Expression, F, Q
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import AppendOnly


def in_force(on: date | Expression, prefix: str = "") -> Q:
    """Return the condition that a dated row holds on ``on`` (first and last day included)."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def filter_overlapping[Row: models.Model](
    rows: models.QuerySet[Row], starts_on: date, ends_on: date | None
) -> models.QuerySet[Row]:
    """Keep ``rows`` that hold on one of these days; without a last day, for ever."""
    rows = rows.exclude(ends_on__lt=starts_on)
    return rows if ends_on is None else rows.exclude(starts_on__gt=ends_on)


class DatedModel(models.Model):
    """A row that holds from one day to another; it is ended, never deleted.

    The only exception is an appointment that has not begun, which can be cancelled
    (``appointments.cancel_appointment``).
    """

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_dates",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def holds_on(self, on: date) -> bool:
        """Tell whether the row holds on ``on``, first and last day included."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class BitemporalModel(DatedModel):
    """A dated row that past reports leave out if it was entered later.

    ``known_on`` is the day from which it was known; empty if that is its first day. An
    end, or a new end, is known from its ``Amendment`` on.
    """

    known_on = models.DateField(_("known from"), null=True, editable=False)

    class Meta(DatedModel.Meta):
        abstract = True


class Amendment(AppendOnly):
    """A change of a row’s last day, known from ``known_on`` on.

    ``subject`` is the label of the row’s model, ``row`` its key.
    """

    subject = models.CharField(max_length=64)
    row = models.BigIntegerField()
    before = models.DateField(_("last day before"), null=True)
    after = models.DateField(_("last day after"), null=True)
    known_on = models.DateField(_("known from"), db_index=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}: {self.after}"


class Reclassification(AppendOnly):
    """A change of an establishment’s kind or a position’s category from ``known_on`` on.

    ``subject`` is the label of the row’s model, ``row`` its key; ``before`` and
    ``after`` are kinds, or the keys of categories, empty for none.
    """

    subject = models.CharField(max_length=64)
    row = models.BigIntegerField()
    before = models.CharField(max_length=32, blank=True)
    after = models.CharField(max_length=32, blank=True)
    known_on = models.DateField(_("known from"), db_index=True)

    class Meta:
        verbose_name = _("reclassification")
        verbose_name_plural = _("reclassifications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}: {self.after}"
