"""Who may enter and decide: the personnel office, and never about herself."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.recognition.errors import RecognitionError
from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Who enters and who decides, for people of her remit; never the same person.
ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)


def check_personnel_office(by: "User") -> None:
    """Refuse whoever is not of the personnel office."""
    if not by.has_role(*ROLES):
        raise RecognitionError(_("This is for the personnel office."))


def check_not_own_record(learner: StaffMember, by: "User") -> None:
    """Refuse whoever would decide about her own record."""
    if learner.user_id == by.pk:
        raise RecognitionError(
            _("This record is your own. Ask another personnel officer.")
        )


def require_reason(words: str) -> str:
    """Return why something is done; refuse no words at all."""
    if not words.strip():
        raise RecognitionError(_("Give the reason; an inspection will ask for it."))
    return words.strip()
