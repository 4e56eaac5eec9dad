"""Staff lists with their state, column mappings and findings."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.importing.column_mapping import HeaderRow, list_missing_fields
from elearning.staff.importing.columns import get_column_label
from elearning.staff.importing.staff_list_messages import render_staff_list_message
from elearning.staff.importing.table_rows import format_cell_reference
from elearning.staff.models import (
    PERSONNEL_ROLES,
    Establishment,
    StaffMember,
    list_remit_paths,
)

#: The percentage of leaving people from which their number must be typed to confirm.
MOST_LEAVING = 5
_WHOLE = 100


class ColumnMapping(models.Model):
    """The fields of a set of headings, as set by a user.

    It applies to lists of ``source`` only; without one, to those of the folder.
    """

    digest = models.CharField(max_length=64)
    source = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "source"], name="column_mapping_of_source"
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(source=None),
                name="column_mapping_of_folder",
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class StaffListQuerySet(models.QuerySet["StaffList"]):
    """Staff lists by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep lists about the user’s part of the service.

        Lists of the whole service are for officers of the ministry whose remit is all
        of it.
        """
        places = Establishment.objects.visible_to(user, roles=PERSONNEL_ROLES)
        seen = Q(establishment__in=places.values("pk"))
        if user.has_role(Role.MINISTRY_HR):
            held = list_remit_paths(user, (Role.MINISTRY_HR,), timezone.localdate())
            if Establishment.objects.is_whole(held):
                seen |= Q(establishment=None)
        return self.filter(seen)

    def unfinished(self) -> Self:
        """Keep lists that are neither applied nor abandoned."""
        return self.filter(state__in=OPEN)


class StaffList(models.Model):
    """One file of the personnel system, from its upload to its application.

    ``on`` is its reference day; ``is_complete``: people missing at ``establishment``
    (empty: anywhere) have left on that day. Every step is a state, so that users, and a
    worker after a kill, continue at the last one. ``attempts`` counts those of the
    worker at the current step.
    """

    class State(models.TextChoices):
        """The state of a list."""

        UPLOADED = "uploaded", _("Being compared")
        COMPARED = "compared", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed, about to be applied")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Refused")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    on = models.DateField(_("as of"))
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="+", null=True
    )
    is_complete = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=16, choices=State, default=State.UPLOADED, db_index=True
    )
    header_row = models.PositiveIntegerField(default=0)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    progress = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    is_moved = models.BooleanField(default=False)
    trouble = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = StaffListQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff list")
        verbose_name_plural = _("staff lists")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def found_header(self) -> HeaderRow:
        """Its heading row, with the field of each column."""
        return HeaderRow(self.header_row, self.header, self.columns)

    @property
    def waits_for_columns(self) -> bool:
        """Whether a user has to map the columns first."""
        return self.state == self.State.UPLOADED and bool(
            list_missing_fields(self.columns)
        )

    @property
    def is_busy(self) -> bool:
        """Whether the worker has something to do for it."""
        waits = {self.State.UPLOADED, self.State.CONFIRMED, self.State.APPLYING}
        return self.state in waits and not self.waits_for_columns

    @property
    def is_open(self) -> bool:
        """Whether it can still be cancelled."""
        return self.state in OPEN

    @property
    def leaving(self) -> int:
        return int(self.counts.get(Finding.Kind.LEFT, 0))

    @property
    def changing(self) -> int:
        """The number of people it changes."""
        return sum(self.counts.get(kind, 0) for kind in CHANGES)

    @property
    def is_mass_departure(self) -> bool:
        """Whether so many people leave that their number must be typed."""
        there = int(self.counts.get("there", 0))
        return self.leaving * _WHOLE > there * MOST_LEAVING

    @property
    def troubled(self) -> str:
        """Why it could not be read, in the reader’s language."""
        if not self.trouble:
            return ""
        return render_staff_list_message(
            self.trouble["code"], self.trouble["parameters"]
        )


class Finding(models.Model):
    """One finding of a comparison: a change of a person, or a faulty cell."""

    class Kind(models.TextChoices):
        """The kind of a finding, in display order."""

        ERROR = "error", pgettext_lazy("of a list", "Errors")
        NEW = "new", pgettext_lazy("people of a list", "New")
        MOVED = "moved", pgettext_lazy("people of a list", "Moved")
        CHANGED = "changed", pgettext_lazy("people of a list", "Changed")
        LEFT = "left", pgettext_lazy("people of a list", "Left")

    staff_list = models.ForeignKey(StaffList, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=8, choices=Kind)
    row = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=16, blank=True)
    staff_number = models.CharField(max_length=32, blank=True)
    person = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="+", null=True, db_index=False
    )
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("finding of a staff list")
        verbose_name_plural = _("findings of a staff list")
        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["staff_list", "kind", "row"])]

    def __str__(self) -> str:
        return f"{self.staff_list_id}: {self.kind} {self.row}"

    @property
    def sentence(self) -> str:
        """The error, in the reader’s language."""
        return render_staff_list_message(self.facts["code"], self.facts["parameters"])

    @property
    def value(self) -> str:
        """The content of the faulty cell."""
        return str(self.facts.get("value", ""))

    @property
    def column(self) -> str:
        """The name of the faulty column."""
        return get_column_label(self.field)

    def cell_in(self, columns: dict[str, Any]) -> str:
        """Return the reference of its cell, as in a spreadsheet program."""
        return format_cell_reference(self.row, columns.get(self.field))


#: Findings that change a person.
CHANGES = (
    Finding.Kind.NEW,
    Finding.Kind.MOVED,
    Finding.Kind.CHANGED,
    Finding.Kind.LEFT,
)
OPEN = (
    StaffList.State.UPLOADED,
    StaffList.State.COMPARED,
    StaffList.State.CONFIRMED,
    StaffList.State.APPLYING,
)
