"""The attempt a user is writing, announced on every page."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from elearning.accounts.models import User
from elearning.interface.status_strip import StatusStrip
from elearning.prepared_queries import PreparedQuery, QueryParameter
from elearning.staff.models import StaffMember


@PreparedQuery
def _attempts() -> QuerySet[Attempt]:
    mine = Attempt.every.visible_to(QueryParameter("user", StaffMember, "user")).open()
    return mine.select_related("enrolment").order_by("ends_at")


def build_writing_condition() -> Exists:
    """Return the condition that a user (the outer row) has an attempt under way."""
    theirs = Attempt.every.filter(enrolment__learner__user=OuterRef("pk"))
    return Exists(theirs.open())


def find_attempt_strip(user: User) -> StatusStrip | None:
    """Return the strip about the exam or test ``user`` is writing that ends first.

    The request's user carries whether there is one, so a query runs only if there is.
    """
    if not getattr(user, "is_writing", False):
        return None
    for attempt in _attempts.ask(user=user.pk):
        if is_attempt_running(attempt, timezone.now()):
            return StatusStrip(
                render_strip_text(attempt), attempt.start_url, _("Continue")
            )
    return None


def render_strip_text(attempt: Attempt) -> str:
    """Return the text that ``attempt`` is under way, and until when."""
    words = _("Your test is under way, until %(time)s")
    if attempt.is_exam:
        words = _("Your exam is under way, until %(time)s")
    ends_at = timezone.localtime(attempt.ends_at)
    return words % {"time": time_format(ends_at, "H:i")}


def is_attempt_running(attempt: Attempt, at: datetime) -> bool:
    """Return whether ``attempt`` is being written at ``at``."""
    return attempt.is_open and not attempt.is_out_of_time(at)
