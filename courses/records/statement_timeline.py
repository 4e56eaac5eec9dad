"""Statements about one person, for that person and for those who may see their record."""

from dataclasses import replace
from typing import TYPE_CHECKING

from courses.records import statement_browser
from courses.records.statements import activities, statement_builder
from elearning.lrs.statements import statement_lookup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.lrs.models import Statement
    from elearning.staff.models import StaffMember

#: The number of statements per page of a timeline.
PAGE = 150


def list_person_statements(staff_member: "StaffMember") -> "QuerySet[Statement]":
    """Return the platform’s statements about somebody, newest first.

    Each row has ``content`` (the statement) and ``stored_at``. The caller checks
    ``visible_to`` for the reader, and records the access in the audit log.
    """
    return statement_lookup.list_agent_statements(
        statement_builder.build_agent(staff_member).as_version()
    )


def get_timeline_page(
    staff_member: "StaffMember", *, older: int | None = None
) -> "statement_browser.StatementPage":
    """Return a page of a person’s timeline, newest first, ``older`` than a key.

    There is no link to newer pages. The caller has the same duties as for
    ``list_person_statements``. Practice answers, and tests that do not count, are left
    out: nobody else is shown how somebody did there.
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
