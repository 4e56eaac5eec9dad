"""Move establishments in the tree, and close them; reports of before stay as they were."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.audit import trail
from elearning.staff.errors import StaffError
from elearning.staff.models import Appointment, Establishment, Relocation

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: In the place of a step of the tree that is no longer there: as long for every row.
_STEP = "~{:011}"


def relocate(
    establishment: Establishment,
    parent: Establishment,
    *,
    on: date,
    by: "User | None",
    reason: str = "",
) -> Relocation:
    """Put ``establishment``, with all under it, under ``parent`` from ``on`` on.

    A day to come is noted, and the tree follows when it has come. Raises ``StaffError``
    for a day that has passed, for a place under itself, and for the top of the tree.
    """
    before = establishment.get_parent()
    if on < timezone.localdate():
        raise StaffError(
            _("That day has passed, and its reports stay as they were. Choose today.")
        )
    if before is None:
        raise StaffError(_("The top of the tree cannot be moved."))
    if parent.path.startswith(establishment.path):
        raise StaffError(
            _("A place cannot come under itself. Choose another above it.")
        )
    with transaction.atomic():
        relocation = Relocation.objects.create(
            establishment=establishment,
            parent_before=before,
            parent_after=parent,
            moves_on=on,
        )
        trail.write(
            "staff.relocated",
            by=by,
            on=relocation,
            reason=reason,
            establishment=establishment.code,
            before=before.code,
            after=parent.code,
            moves_on=on,
        )
        if on == timezone.localdate():
            _follow(relocation)
    return relocation


def follow_relocations(at: datetime) -> int:
    """Move in the tree what moves on the day of ``at``; return how many were moved."""
    rows = Relocation.objects.filter(moves_on=timezone.localdate(at))
    count = 0
    for relocation in rows.select_related("establishment", "parent_after"):
        with transaction.atomic():
            count += _follow(relocation)
    return count


def close(
    establishment: Establishment, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``establishment``; it stays in the tree and in reports.

    Raises ``StaffError`` where somebody serves there, or under it, after that day.
    """
    there = Appointment.objects.filter(
        establishment__path__startswith=establishment.path
    )
    left = there.exclude(ends_on__lte=on).count()
    if left:
        raise StaffError(
            _("People serve there after that day: %(count)s. Move them first.")
            % {"count": left}
        )
    with transaction.atomic():
        before = establishment.closed_on
        establishment.closed_on = on
        establishment.save(update_fields=["closed_on"])
        trail.write(
            "staff.establishment_closed",
            by=by,
            on=establishment,
            reason=reason,
            before=before,
            after=on,
        )


class Tree:
    """The tree as it was on ``on``: one query where nothing has moved since, else two."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._paths: dict[int, str] = {}
        later = Relocation.objects.filter(
            moves_on__gt=on, moves_on__lte=timezone.localdate()
        )
        if on < timezone.localdate() and (moves := list(later.order_by("-pk"))):
            self._paths = dict(Establishment.objects.values_list("pk", "path"))
            for relocation in moves:
                _undo(relocation, self._paths)

    def put_back[Place: Establishment | None](self, place: Place) -> Place:
        """Return ``place`` with the path it had: under that of the place above it then."""
        if place is not None:
            place.path = self._paths.get(place.pk, place.path)
        return place

    def children_of(self, place: Establishment) -> list[Establishment]:
        """Return what stood directly under ``place`` and was open, in today's order."""
        if not self._paths:
            rows = list(place.get_children())
        else:
            under = [
                self.put_back(one)
                for one in Establishment.objects.all()
                if self._paths[one.pk].startswith(place.path) and one.pk != place.pk
            ]
            rows = [one for one in under if not _has_another_above(one, under)]
        return [
            one for one in rows if one.closed_on is None or one.closed_on >= self.on
        ]

    def under(self, places: Iterable[Establishment]) -> Q:
        """Return the condition that an establishment stood at or under ``places``."""
        tops = tuple(place.path for place in places)
        if self._paths:
            keys = [pk for pk, path in self._paths.items() if path.startswith(tops)]
            return Q(pk__in=keys if tops else [])
        condition = Q(pk__in=[])
        for top in tops:
            condition |= Q(path__startswith=top)
        return condition


def _has_another_above(one: Establishment, others: Iterable[Establishment]) -> bool:
    return any(
        one.path.startswith(other.path) and other.pk != one.pk for other in others
    )


def _undo(relocation: Relocation, paths: dict[int, str]) -> None:
    moved = paths[relocation.establishment_id]
    step = _STEP.format(relocation.establishment_id)
    back = paths[relocation.parent_before_id] + step
    for key, path in paths.items():
        if path.startswith(moved):
            paths[key] = back + path[len(moved) :]


def _follow(relocation: Relocation) -> int:
    place = Establishment.objects.get(pk=relocation.establishment_id)
    parent = Establishment.objects.get(pk=relocation.parent_after_id)
    above = place.get_parent()
    if above is not None and above.pk == parent.pk:
        return 0
    place.move(parent, pos="sorted-child")
    return 1
