"""The part of the service that a list may change, by the remit of its officer."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from elearning.accounts.models import User
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import StaffList
from elearning.staff.models import PERSONNEL_ROLES, Appointment, Establishment
from elearning.staff.models.remit import list_remit_paths


@dataclass(frozen=True)
class ImportRemit:
    """The roots of an officer’s remit, and the part of the service a list is about.

    ``scope`` is the path of the list’s root; empty for the whole service.
    """

    tops: tuple[str, ...]
    scope: str = ""

    def covers(self, path: str) -> bool:
        """Tell whether an establishment is in the officer’s remit."""
        return path.startswith(self.tops)

    def lists(self, path: str) -> bool:
        """Tell whether an establishment is in the part that the list is about."""
        return path.startswith(self.scope)

    def has_person(
        self, held: list[Appointment], paths: dict[int, str], on: date
    ) -> bool:
        """Tell whether a person with the appointments ``held`` is in the officer’s remit.

        They are if they serve in it on ``on``, or serve nowhere and served in it last.
        """
        if self.covers("") or not held:
            return self.covers("")
        now = [one for one in held if one.holds_on(on)]
        last = max(held, key=lambda one: (one.ends_on or date.max, one.starts_on))
        return any(self.covers(paths[one.establishment_id]) for one in now or [last])


def get_import_remit(staff_list: StaffList, user: User | None) -> ImportRemit:
    """Return what ``user`` may change by ``staff_list``; ``None``, the platform, may change all.

    Raises ``StaffListError`` if the list is about a part outside the user’s remit.
    """
    scope = staff_list.establishment.path if staff_list.establishment else ""
    if user is None:
        return ImportRemit(("",), scope)
    paths = list_remit_paths(user, PERSONNEL_ROLES, timezone.localdate())
    if paths and Establishment.objects.is_whole(paths):
        paths = [""]
    reach = ImportRemit(tuple(paths), scope)
    if not paths or not reach.covers(scope):
        raise StaffListError("no_remit")
    return reach
