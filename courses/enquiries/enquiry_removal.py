"""Questions and their answers go when their time is over, or when who asked wants it."""

from collections.abc import Collection

from courses.enquiries.models import Enquiry, Reply
from elearning.audit import row_expiry


def remove_enquiries(keys: Collection[int]) -> tuple[int, int]:
    """Delete the questions with these primary keys and their answers; return how many of each.

    The caller opens the transaction and notes what went.
    """
    replies = row_expiry.delete_expired_rows(Reply.objects.filter(enquiry__in=keys))
    return row_expiry.delete_expired_rows(Enquiry.objects.filter(pk__in=keys)), replies
