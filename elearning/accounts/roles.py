"""Roles of the platform, stored as groups and recreated after every migrate."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A role; the value is the name of its group."""

    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    SAFEGUARD_REVIEWER = "safeguard-reviewer", _("Safeguard reviewer")
    INVIGILATOR = "invigilator", _("Invigilator")
    FACILITY_HR = "facility-hr", _("Facility HR")
    MINISTRY_HR = "ministry-hr", _("Ministry HR")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Roles that always sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.TRAINER,
        Role.SAFEGUARD_REVIEWER,
        Role.INVIGILATOR,
        Role.FACILITY_HR,
        Role.MINISTRY_HR,
        Role.ADMINISTRATOR,
    }
)


#: Roles for the whole service, which two administrators grant and revoke.
CENTRAL_ROLES = (Role.SAFEGUARD_REVIEWER, Role.ADMINISTRATOR)
#: The minimum number of administrators, as some changes need two.
ADMINISTRATORS = 2


def ensure_role_groups(**kwargs: Any) -> None:
    """Create missing groups of roles; safe to repeat."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 — apps must be ready

    for role in Role:
        Group.objects.get_or_create(name=role.value)
