"""Exceptions from the rule of two languages as the desk lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models import LanguageException, UnitVersion

#: How each state looks (a state of the interface) and what it is called.
_LOOKS: dict[str, tuple[str, Promise]] = {
    "waiting": ("awaiting", _("Waits for a second person")),
    "signed": ("valid", _("In force")),
    "declined": ("not-passed", _("Declined")),
    "fallen": ("expired", _("Fallen")),
}


@dataclass(frozen=True)
class Line:
    """An exception, what it is about, and how it stands."""

    exception: LanguageException
    titles: list[str]
    look: str
    words: Promise

    @property
    def is_waiting(self) -> bool:
        return self.look == "awaiting"


def lines_of(exceptions: Iterable[LanguageException], today: date) -> list[Line]:
    """Return ``exceptions`` with their parts in words; three queries for any number."""
    rows = list(exceptions)
    units = {unit.pk for row in rows for unit in row.units.all()}
    newest = UnitVersion.objects.filter(unit__in=units).newest()
    titles = {one.unit_id: one.title for one in newest.prefetch_related("texts")}
    return [
        Line(
            row,
            [titles.get(unit.pk, unit.slug) for unit in row.units.all()],
            *_LOOKS[row.state(today)],
        )
        for row in rows
    ]
