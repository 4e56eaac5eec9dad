"""The declaration of a demonstration, for installations without real people."""

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.installation.demonstration_flag import (
    is_demonstration,
    remember_demonstration,
)
from elearning.installation.models import Demonstration
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember


def declare_demonstration() -> None:
    """Mark this installation as a demonstration; safe to repeat.

    Raises ``StaffError`` if there are any people, because the demonstration commands
    would take over their accounts.
    """
    with transaction.atomic():
        if is_demonstration():
            return
        if StaffMember.objects.exists() or User.objects.exists():
            raise StaffError(
                _(
                    "There are people in this installation who are not part of the "
                    "demonstration. Nothing was changed. Create the demonstration in "
                    "an installation of its own, with an empty database."
                )
            )
        made = Demonstration.objects.create()
        audit_log.record_action("installation.demonstration_declared", by=None, on=made)
    remember_demonstration(known=True)
