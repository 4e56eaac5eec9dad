"""Removal of staff list files a month after the lists are finished."""

from datetime import datetime, timedelta

from elearning.staff.importing import staff_list_files
from elearning.staff.importing.models import Finding, StaffList

_KEPT = timedelta(days=30)


def remove_old_list_files(at: datetime) -> int:
    """Delete the files of lists finished over a month ago; return their number.

    The findings of an applied list stay as its log; those of others are deleted too.
    """
    old = StaffList.objects.filter(finished_at__lte=at - _KEPT)
    removed = sum(staff_list_files.remove_list_file(one) for one in old)
    unused = old.exclude(state=StaffList.State.APPLIED)
    Finding.objects.filter(staff_list__in=unused).delete()
    return removed
