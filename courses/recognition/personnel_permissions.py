"""Permission to enter and decide: personnel officers, never about themselves."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.recognition.errors import RecognitionError
from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The roles that enter and decide, within their remit; never both by the same person.
ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)


def check_personnel_office(by: "User") -> None:
    """Raise ``RecognitionError`` unless ``by`` belongs to a personnel office."""
    if not by.has_role(*ROLES):
        raise RecognitionError(_("Only the personnel office can do this."))


def check_not_own_record(learner: StaffMember, by: "User") -> None:
    """Raise ``RecognitionError`` if ``by`` would decide about their own record."""
    if learner.user_id == by.pk:
        raise RecognitionError(
            _("This is your own record. Ask another personnel officer.")
        )
