"""Tabs of the record store’s pages."""

from django.utils.translation import gettext_lazy as _

from courses.desk.kit.list_page import Tab, build_tabs

_PARTS = (
    ("statements", _("Statements")),
    ("linter", _("Checking")),
    ("credentials", _("Keys")),
    ("targets", _("Sending")),
    ("exports", _("Exports")),
)


def build_record_tabs(part: str) -> list[Tab]:
    """Return the tabs with ``part`` open."""
    return build_tabs("records", _PARTS, part)
