"""Editions: numbered manifests of versions, and all that a learner ever reads."""

from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.unit import Unit, UnitVersion
from elearning.audit.models import AppendOnly
from elearning.languages import pick_text


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions of courses."""

    def current(self) -> Self:
        """Keep the newest edition of each course."""
        later = Edition.objects.filter(
            course=models.OuterRef("course"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class Edition(AppendOnly):
    """One release of a course: a list of versions in order.

    With a ``material_reason``, holders of certificates of older editions are asked for
    an update (curriculum R8).
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    is_substantive = models.BooleanField(_("substantive change"), default=False)
    material_reason = models.TextField(
        _("why holders of older certificates need to know about it"),
        max_length=500,
        blank=True,
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.course.code}, {self.number}"

    @property
    def before(self) -> "Edition | None":
        """The previous edition of the course."""
        earlier = Edition.objects.filter(course=self.course_id, number__lt=self.number)
        return earlier.order_by("-number").first()

    def fresh(self, kind: Unit.Kind) -> models.QuerySet[UnitVersion]:
        """Return the versions of units of ``kind`` that the previous edition does not list."""
        rows = UnitVersion.objects.filter(entries__edition=self, unit__kind=kind)
        listed = EditionEntry.objects.filter(edition=self.before)
        return rows.exclude(pk__in=listed.values("version")).order_by(
            "entries__position"
        )

    @cached_property
    def outline(self) -> list["EditionEntry"]:
        """The entries of a learner’s way, in order: front page, modules, lessons, exam."""
        return list(
            self.entries.exclude(version__unit__kind=Unit.Kind.QUESTION)
            .select_related("version__unit")
            .prefetch_related("version__texts")
            .order_by("position")
        )

    @property
    def steps(self) -> list["EditionEntry"]:
        """The entries that have to be finished: lessons, then the exam."""
        return [
            entry for entry in self.outline if entry.version.unit.kind in Unit.STEPS
        ]


class EditionEntry(AppendOnly):
    """One version at its place in an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="entries")
    version = models.ForeignKey(UnitVersion, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children"
    )

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"], name="edition_lists_a_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.version}"


class Approval(AppendOnly):
    """An approval of the content with exactly this hash, at one gate of the release."""

    class Gate(models.TextChoices):
        """The gates before a release."""

        PEER = "peer", _("Second person")
        SAFEGUARD = "safeguard", _("Rights safeguards")

    digest = models.CharField(_("content hash"), max_length=64, db_index=True)
    gate = models.CharField(_("gate"), max_length=16, choices=Gate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    office = models.CharField(
        _("office"), max_length=255, blank=True, help_text=_("An office, never a name.")
    )
    offices = models.JSONField(_("office, in each language"), default=dict)
    author_office = models.CharField(_("author's office"), max_length=255, blank=True)
    at = models.DateTimeField(_("approved"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.get_gate_display()}: {self.digest[:12]}"

    @property
    def office_named(self) -> str:
        """The name of the office in the language of the page."""
        return str(pick_text(self.offices)[0] or "") or self.office
