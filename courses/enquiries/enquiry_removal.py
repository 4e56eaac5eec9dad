"""Removal of questions with their replies, on expiry or at the learner’s request."""

from collections.abc import Collection

from courses.enquiries.models import Enquiry, Reply
from elearning.audit import row_expiry


def remove_enquiries(keys: Collection[int]) -> tuple[int, int]:
    """Delete the questions with these ids and their replies; return both numbers.

    The caller opens the transaction and records the removal.
    """
    replies = row_expiry.delete_expired_rows(Reply.objects.filter(enquiry__in=keys))
    return row_expiry.delete_expired_rows(Enquiry.objects.filter(pk__in=keys)), replies
