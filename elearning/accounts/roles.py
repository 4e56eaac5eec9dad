"""The roles of the office, kept as groups and recreated after every migrate."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody does on the platform; the value is the group's name."""

    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    SAFEGUARD_REVIEWER = "safeguard-reviewer", _("Safeguard reviewer")
    INVIGILATOR = "invigilator", _("Invigilator")
    FACILITY_HR = "facility-hr", _("Facility HR")
    MINISTRY_HR = "ministry-hr", _("Ministry HR")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Roles that sign in with a second factor, always.
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


#: Roles for the whole service, which two administrators give and take.
CENTRAL_ROLES = (Role.SAFEGUARD_REVIEWER, Role.ADMINISTRATOR)
#: With fewer administrators, nothing that takes two can be done.
ADMINISTRATORS = 2


def ensure_role_groups(**kwargs: Any) -> None:
    """Make sure that every role has its group; safe to repeat."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 — apps must be ready

    for role in Role:
        Group.objects.get_or_create(name=role.value)
