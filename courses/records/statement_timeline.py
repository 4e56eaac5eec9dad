"""The statements about one person, for herself and for those who may see her record."""

from dataclasses import replace
from typing import TYPE_CHECKING

from courses.records import statement_browser
from courses.records.statements import activities, statement_builder
from elearning.lrs.statements import statement_lookup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.lrs.models import Statement
    from elearning.staff.models import StaffMember

#: How many statements one page of a line of time is made of.
PAGE = 150


def list_person_statements(staff_member: "StaffMember") -> "QuerySet[Statement]":
    """Return what the platform told about somebody, newest first.

    Each row has ``content`` (the statement) and ``stored_at``. Ask ``visible_to`` first
    whether the reader may see this person, and write the look into the audit trail.
    """
    return statement_lookup.list_agent_statements(
        statement_builder.build_agent(staff_member).as_version()
    )


def get_timeline_page(
    staff_member: "StaffMember", *, older: int | None = None
) -> "statement_browser.StatementPage":
    """Return a page of what happened to somebody, newest first, ``older`` than a key.

    The way back is the browser's own. The same is asked of the caller as above. What was
    answered to practise, and in tests that do not count, is left out: nobody else is told
    how somebody did there.
    """
    rows = list_person_statements(staff_member)
    if older is not None:
        rows = rows.filter(pk__lt=older)
    found = list(rows[: PAGE + 1])
    lines = statement_browser.build_redacted_statements(found[:PAGE])
    page = statement_browser.StatementPage(
        [one for one in lines if not activities.is_practice_statement(one.content)]
    )
    return replace(page, older=found[PAGE - 1].pk) if len(found) > PAGE else page
