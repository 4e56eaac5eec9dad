"""Give somebody a part of the service to look after, and take it back."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction

from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.staff.models import Establishment, Remit

if TYPE_CHECKING:
    from elearning.accounts.models import User


def grant_remit(
    user: "User",
    role: Role,
    establishment: Establishment,
    *,
    starts_on: date,
    by: "User | None",
) -> Remit:
    """Let ``user`` act in ``role`` at ``establishment`` and below; safe to repeat."""
    with transaction.atomic():
        remit, created = Remit.objects.get_or_create(
            user=user,
            role=role,
            establishment=establishment,
            ends_on=None,
            defaults={"starts_on": starts_on},
        )
        if created:
            user.groups.add(Group.objects.get(name=role))
            user.__dict__.pop("roles", None)
            trail.write("staff.remit_granted", by=by, on=remit, user=user.pk, role=role)
    return remit


def end_remit(remit: Remit, *, on: date, by: "User | None", reason: str = "") -> None:
    """Make ``on`` the last day of ``remit``; the row stays."""
    with transaction.atomic():
        remit.ends_on = on
        remit.save(update_fields=["ends_on"])
        trail.write("staff.remit_ended", by=by, on=remit, reason=reason, after=on)
