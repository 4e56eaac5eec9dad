"""The statements about one person, for herself and for those who may see her record."""

from typing import TYPE_CHECKING

from courses.records import xapi
from elearning.lrs import finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.lrs.models import Statement
    from elearning.staff.models import StaffMember


def statements_of(staff_member: "StaffMember") -> "QuerySet[Statement]":
    """Return what the platform told about somebody, newest first.

    Each row has ``content`` (the statement) and ``stored_at``. Ask ``visible_to`` first
    whether the reader may see this person, and write the look into the audit trail.
    """
    return finding.of_agent(xapi.agent(staff_member).as_version())
