"""The parts of this desk, as tabs on each of its pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_PARTS = (("list", _("Saved reports")), ("files", _("Files of reports")))


@dataclass(frozen=True)
class ReportTab:
    """One part: its address, its name, whether it is open."""

    url: str
    label: "_StrPromise"
    current: bool


def build_report_tabs(part: str) -> list[ReportTab]:
    """Return the tabs with ``part`` open."""
    return [
        ReportTab(reverse(f"desk:reports:{name}"), label, current=name == part)
        for name, label in _PARTS
    ]
