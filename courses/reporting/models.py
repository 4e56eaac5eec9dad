"""Saved reports, and the files made from them."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.reporting.report_contents import ReportContent
from courses.reporting.report_export import ExportFormat
from elearning.languages import list_language_choices
from elearning.staff.models import Establishment

if TYPE_CHECKING:
    from elearning.accounts.models import User


class SavedReportQuerySet(models.QuerySet["SavedReport"]):
    """Saved reports, by owner and schedule."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own, without removed ones."""
        return self.filter(owner=user, removed_at=None)

    def scheduled(self) -> Self:
        return self.exclude(every=SavedReport.Every.NEVER)


class SavedReport(models.Model):
    """A saved report: what it selects, its purpose, and when it is made.

    A removed one stays as a row, since its files refer to it. ``query`` is the URL
    query of the desk without a day; ``day`` is a weekday (Monday is 1) or a day of the
    month, and counts from ``scheduled_on``.
    """

    class Every(models.TextChoices):
        NEVER = "", _("Only when I ask for it")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    class Way(models.TextChoices):
        LINK = "link", _("A link for me, by notification and e-mail")
        FOLDER = "folder", _("The folder for reports")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_reports"
    )
    name = models.CharField(_("name of the report"), max_length=100)
    query = models.TextField(blank=True)
    content = models.CharField(_("content"), max_length=16, choices=ReportContent)
    kind = models.CharField(_("format"), max_length=8, choices=ExportFormat)
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    purpose = models.CharField(_("what it is for"), max_length=200)
    every = models.CharField(
        _("how often"), max_length=8, choices=Every, default=Every.NEVER, blank=True
    )
    day = models.PositiveSmallIntegerField(_("day"), null=True)
    way = models.CharField(_("where to"), max_length=8, choices=Way, default=Way.LINK)
    scheduled_on = models.DateField(_("scheduled from"), null=True)
    created_at = models.DateTimeField(_("saved"))
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)

    objects = SavedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved report")
        verbose_name_plural = _("saved reports")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every="", day=None) | (~Q(every="") & Q(day__gte=1)),
                name="saved_report_schedule_has_a_day",
                violation_error_message=_(
                    "Choose the day on which to prepare the report."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, str]:
        names = ("query", "content", "kind", "language", "purpose")
        return {name: getattr(self, name) for name in names}


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Runs of reports, by state and owner."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own: a file is made for the remit of one person."""
        return self.filter(owner=user)

    def open(self) -> Self:
        return self.filter(state__in=ReportRun.OPEN)

    def free(self, at: datetime) -> Self:
        """Keep those that no worker holds at ``at``."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at))


class ReportRun(models.Model):
    """A run of a report: what it selects, its purpose, its state and its file.

    ``report`` is the saved report it was made from, if any, and ``due_on`` the day of
    its schedule. ``query`` is the URL query of the desk without its day, which is
    ``on``. ``places`` are all places covered by the file: whoever opens it must look
    after each of them at that time.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        REMOVED = "removed", _("Removed after its time")

    OPEN = (State.WAITING, State.RUNNING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(
        SavedReport, models.PROTECT, related_name="runs", null=True
    )
    due_on = models.DateField(_("scheduled date"), null=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_runs"
    )
    query = models.TextField(blank=True)
    on = models.DateField(_("as of"))
    content = models.CharField(_("content"), max_length=16, choices=ReportContent)
    kind = models.CharField(_("format"), max_length=8, choices=ExportFormat)
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    purpose = models.CharField(_("what it is for"), max_length=200)
    ordered_at = models.DateTimeField(_("requested at"))
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING, db_index=True
    )
    leased_until = models.DateTimeField(null=True, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    places = models.ManyToManyField(Establishment, related_name="+")
    made_at = models.DateTimeField(_("made"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, db_index=True)
    error = models.TextField(_("what went wrong"), blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "due_on"], name="report_made_once_for_its_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_content_display()}, {self.on}"

    @property
    def name(self) -> str:
        """The name of the file for download, without names of people."""
        return f"compliance-{self.content}-{self.on:%Y-%m-%d}.{self.kind}"

    @property
    def stored_name(self) -> str:
        """The name of the file in the storage; it cannot be guessed."""
        return f"{self.key}.{self.kind}"

    def can_be_taken(self, at: datetime) -> bool:
        return (
            self.state == self.State.DONE
            and self.expires_at is not None
            and at < self.expires_at
        )

    def take(self, *, at: datetime, lasting: timedelta) -> bool:
        """Lease the run to one worker; return whether it was free.

        Of several workers exactly one succeeds; the lease of a killed one expires.
        """
        until = at + lasting
        mine = ReportRun.objects.open().free(at).filter(pk=self.pk)
        if not mine.update(leased_until=until, state=self.State.RUNNING):
            return False
        self.leased_until, self.state = until, self.State.RUNNING
        return True

    def note(self, **facts: object) -> bool:
        """Store ``facts`` if this worker still holds the lease; return whether it does."""
        mine = ReportRun.objects.open().filter(
            pk=self.pk, leased_until=self.leased_until
        )
        if not mine.update(**facts):
            return False
        for name, value in facts.items():
            setattr(self, name, value)
        return True
