"""The statements about one person, for herself and for those who may see her record."""

from dataclasses import replace
from typing import TYPE_CHECKING

from courses.records import activities, browsing, xapi
from elearning.lrs import finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.lrs.models import Statement
    from elearning.staff.models import StaffMember

#: How many statements one page of a line of time is made of.
PAGE = 150


def statements_of(staff_member: "StaffMember") -> "QuerySet[Statement]":
    """Return what the platform told about somebody, newest first.

    Each row has ``content`` (the statement) and ``stored_at``. Ask ``visible_to`` first
    whether the reader may see this person, and write the look into the audit trail.
    """
    return finding.of_agent(xapi.agent(staff_member).as_version())


def page_of(
    staff_member: "StaffMember", *, older: int | None = None
) -> "browsing.Page":
    """Return a page of what happened to somebody, newest first, ``older`` than a key.

    The way back is the browser's own. The same is asked of the caller as above. What was
    answered to practise, and in tests that do not count, is left out: nobody else is told
    how somebody did there.
    """
    rows = statements_of(staff_member)
    if older is not None:
        rows = rows.filter(pk__lt=older)
    found = list(rows[: PAGE + 1])
    lines = browsing.lines_of(found[:PAGE])
    page = browsing.Page(
        [one for one in lines if not activities.is_own_business(one.content)]
    )
    return replace(page, older=found[PAGE - 1].pk) if len(found) > PAGE else page
