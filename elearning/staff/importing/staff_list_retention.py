"""Files of staff lists are kept for a month after they are done, then removed."""

from datetime import datetime, timedelta

from elearning.staff.importing import staff_list_files
from elearning.staff.importing.models import Finding, StaffList

_KEPT = timedelta(days=30)


def remove_old_list_files(at: datetime) -> int:
    """Remove the files of lists that were over a month ago; return how many.

    What an applied list changed stays as its log; what another found goes with the file.
    """
    old = StaffList.objects.filter(finished_at__lte=at - _KEPT)
    removed = sum(staff_list_files.remove_list_file(one) for one in old)
    unused = old.exclude(state=StaffList.State.APPLIED)
    Finding.objects.filter(staff_list__in=unused).delete()
    return removed
