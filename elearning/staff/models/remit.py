"""Remits: roles of users for a part of the service."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models.dated_rows import DatedModel, in_force

#: Roles that can see other people’s records in their remit.
PERSONNEL_ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)


class RemitQuerySet(models.QuerySet["Remit"]):
    """Remits by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep all remits for an administrator, and for anybody else their own."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)


class Remit(DatedModel):
    """The role of a user for one subtree of the service, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remits"
    )
    role = models.CharField(_("role"), max_length=32, choices=Role)
    establishment = models.ForeignKey(
        "staff.Establishment", models.PROTECT, related_name="remits"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("granted by"),
    )

    objects = RemitQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = _("remit")
        verbose_name_plural = _("remits")

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


def list_remit_paths(user: User, roles: tuple[Role, ...], on: date) -> list[str]:
    """Return the root paths of the remits of ``user`` in ``roles`` on ``on``."""
    held: Any = Remit.objects.filter(in_force(on), user=user, role__in=roles)
    return list(held.values_list("establishment__path", flat=True))


def build_subtree_condition(field: str, paths: list[str]) -> Q:
    """Return the condition that ``field`` is under one of ``paths``; false without any."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition
