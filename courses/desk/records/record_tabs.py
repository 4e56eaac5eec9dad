"""The parts of this desk, as tabs on each of its pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_PARTS = (
    ("statements", _("Statements")),
    ("linter", _("Checking")),
    ("credentials", _("Keys")),
    ("targets", _("Sending")),
    ("exports", _("Exports")),
)


@dataclass(frozen=True)
class RecordStoreTab:
    """One part: its address, its name, whether it is open."""

    url: str
    label: "_StrPromise"
    current: bool


def build_record_tabs(part: str) -> list[RecordStoreTab]:
    """Return the tabs with ``part`` open."""
    return [
        RecordStoreTab(reverse(f"desk:records:{name}"), label, current=name == part)
        for name, label in _PARTS
    ]
