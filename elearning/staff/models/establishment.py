"""Establishments in one tree, and their relocations."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.languages import TranslatedTitle
from elearning.staff.models.remit import (
    PERSONNEL_ROLES,
    build_subtree_condition,
    list_remit_paths,
)

if TYPE_CHECKING:
    from collections.abc import Collection


class EstablishmentQuerySet(MP_NodeQuerySet):
    """Establishments by who may see them."""

    def visible_to(
        self,
        user: User,
        on: date | None = None,
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
    ) -> Self:
        """Keep the subtrees of the user’s remits, by default as a personnel officer."""
        paths = list_remit_paths(user, roles, on or timezone.localdate())
        seen: Self = self.filter(build_subtree_condition("path", paths))
        return seen


class EstablishmentManager(MP_NodeManager):
    """Establishments in the order of the tree, as treebeard’s manager builds its own queryset."""

    def get_queryset(self) -> EstablishmentQuerySet:
        tree: EstablishmentQuerySet = EstablishmentQuerySet(self.model, using=self._db)
        return tree.order_by("path")  # type: ignore[no-any-return]

    def visible_to(
        self,
        user: User,
        on: date | None = None,
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
    ) -> EstablishmentQuerySet:
        """Keep the subtrees of the user’s remits, by default as a personnel officer."""
        places = self.get_queryset()
        seen: EstablishmentQuerySet = places.visible_to(user, on, roles=roles)
        return seen

    def is_whole(self, paths: "Collection[str]") -> bool:
        """Tell whether ``paths``, roots of subtrees, are the whole service; one query."""
        roots = list(self.get_queryset().filter(depth=1).values_list("path", flat=True))
        return bool(roots) and all(root in paths for root in roots)

    def hold_tree(self) -> None:
        """Lock the shape of the tree until the transaction ends."""
        list(self.get_queryset().filter(depth=1).select_for_update().values("pk"))


class Establishment(TranslatedTitle, MP_Node):
    """A body, department, establishment or unit of the service, in one tree.

    ``known_on`` is the day of its creation; empty if it was there from the start.
    """

    class Kind(models.TextChoices):
        """The kind of an establishment (curriculum E.2, E.3)."""

        COMMITTEE = "committee", _("Central office")
        DEPARTMENT = "department", _("Regional department")
        MEDIUM = "medium", _("Medium security")
        MAXIMUM = "maximum", _("Maximum security")
        PRE_TRIAL = "pre-trial", _("Pre-trial detention facility")
        WOMEN = "women", _("Establishment for women")
        PROBATION = "probation", _("Probation unit")
        ACADEMY = "academy", _("Training academy")
        UNIT = "unit", _("Unit")

    code = models.SlugField(_("code"), max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    external_id = models.CharField(
        _("key in the personnel system"),
        max_length=64,
        unique=True,
        null=True,
        blank=True,
    )
    closed_on = models.DateField(
        _("closed"), null=True, blank=True, help_text=_("The last day it was open.")
    )
    known_on = models.DateField(_("known from"), null=True, editable=False)

    objects = EstablishmentManager()

    node_order_by = ["code"]

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")

    def was_open(self, on: date) -> bool:
        """Tell whether it existed on ``on`` and was not closed."""
        is_there = self.known_on is None or self.known_on <= on
        return is_there and (self.closed_on is None or on <= self.closed_on)


class Relocation(AppendOnly):
    """A move of an establishment on ``moves_on``; earlier reports do not change.

    It may be entered in advance; the tree changes on the day (``establishment_tree``).
    """

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="relocations"
    )
    parent_before = models.ForeignKey(Establishment, models.PROTECT, related_name="+")
    parent_after = models.ForeignKey(Establishment, models.PROTECT, related_name="+")
    moves_on = models.DateField(_("from"), db_index=True)

    class Meta:
        verbose_name = _("move of an establishment")
        verbose_name_plural = _("moves of establishments")
        ordering = ["moves_on", "pk"]

    def __str__(self) -> str:
        return f"{self.establishment}: {self.moves_on}"
