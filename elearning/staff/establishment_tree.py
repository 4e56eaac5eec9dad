"""Relocation and closing of establishments, with the tree as of past days."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.events import PeopleChanged
from elearning.staff.models import Appointment, Establishment, Relocation, StaffMember

logger = logging.getLogger("elearning.staff")

#: The path step of an establishment in its former place; of equal length for every row.
_STEP = "~{:011}"


def relocate_establishment(
    establishment: Establishment,
    parent: Establishment,
    *,
    on: date,
    by: User | None,
    reason: str = "",
) -> Relocation:
    """Move ``establishment``, with its subtree, under ``parent`` from ``on`` on.

    A future move is recorded and applied on its day. Raises ``StaffError`` for a day in
    the past, for a parent that is in the subtree, closed or unchanged, and for the root
    of the tree.
    """
    before = establishment.get_parent()
    if on < timezone.localdate():
        raise StaffError(
            _("That date has passed, and its reports stay as they were. Choose today.")
        )
    if before is None:
        raise StaffError(_("The top of the structure cannot be moved."))
    if parent.path.startswith(establishment.path):
        raise StaffError(
            _("An establishment cannot come under itself. Choose another one above it.")
        )
    if not parent.was_open(on):
        raise StaffError(
            _("The establishment above it is closed. Choose an open one instead.")
        )
    planned = establishment.relocations.filter(moves_on__gt=timezone.localdate())
    if parent.pk == before.pk and not planned.exists():
        raise StaffError(
            _("It is already under that establishment. Choose another one.")
        )
    with transaction.atomic():
        Establishment.objects.hold_tree()
        relocation = Relocation.objects.create(
            establishment=establishment,
            parent_before=before,
            parent_after=parent,
            moves_on=on,
        )
        audit_log.record_action(
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


def apply_due_relocations(at: datetime) -> int:
    """Apply every due relocation to the tree; return their number.

    Missed days are caught up with. Safe to repeat.
    """
    due: dict[int, Relocation] = {}
    rows = Relocation.objects.filter(moves_on__lte=timezone.localdate(at))
    for relocation in rows.order_by("moves_on", "pk"):
        due[relocation.establishment_id] = relocation
    count = 0
    for relocation in due.values():
        with transaction.atomic():
            Establishment.objects.hold_tree()
            count += _follow(relocation)
    return count


def close_establishment(
    establishment: Establishment, *, on: date, by: User | None, reason: str = ""
) -> None:
    """Make ``on`` the last day of ``establishment``; it stays in the tree and in reports.

    Raises ``StaffError`` for a day in the past, if somebody serves there or below after
    that day, and if an establishment below stays open.
    """
    if on < timezone.localdate():
        raise StaffError(
            _("That date has passed, and its reports stay as they were. Choose today.")
        )
    under = Establishment.objects.filter(path__startswith=establishment.path)
    under = under.exclude(pk=establishment.pk).exclude(closed_on__lte=on)
    if still := under.first():
        raise StaffError(
            _("%(place)s is under it and still open. Close or move it first.")
            % {"place": still.title}
        )
    there = Appointment.objects.filter(
        establishment__path__startswith=establishment.path
    )
    left = there.exclude(ends_on__lte=on).count()
    if left:
        raise StaffError(
            _("People still serve there after that date: %(count)s. Move them first.")
            % {"count": left}
        )
    with transaction.atomic():
        before = establishment.closed_on
        establishment.closed_on = on
        establishment.save(update_fields=["closed_on"])
        audit_log.record_action(
            "staff.establishment_closed",
            by=by,
            on=establishment,
            reason=reason,
            before=before,
            after=on,
        )


class EstablishmentTree:
    """The tree as it was on ``on``: one query if nothing has moved since, else two."""

    def __init__(self, on: date) -> None:
        self.on = on
        today = timezone.localdate()
        self._paths: dict[int, str] = {}
        if on < today:
            made = Relocation.objects.filter(moves_on__lte=today)
            moves = list(made.order_by("moves_on", "pk"))
            if parents := _parents_then(moves, on):
                self._paths = _paths_under(parents)

    def put_back[Place: Establishment | None](self, place: Place) -> Place:
        """Return ``place`` with its path of that day, under its parent then."""
        if place is not None:
            place.path = self._paths.get(place.pk, place.path)
        return place

    def children_of(self, place: Establishment) -> list[Establishment]:
        """Return the open children of ``place`` on that day, in today’s order."""
        if not self._paths:
            rows = list(place.get_children())
        else:
            under = [
                self.put_back(one)
                for one in Establishment.objects.all()
                if self._paths[one.pk].startswith(place.path) and one.pk != place.pk
            ]
            rows = [one for one in under if not _has_another_above(one, under)]
        return [one for one in rows if one.was_open(self.on)]

    def under(self, places: Iterable[Establishment]) -> Q:
        """Return the condition that an establishment was at or below ``places``."""
        tops = tuple(place.path for place in places)
        if self._paths:
            keys = [pk for pk, path in self._paths.items() if path.startswith(tops)]
            return Q(pk__in=keys)
        condition = Q(pk__in=[])
        for top in tops:
            condition |= Q(path__startswith=top)
        return condition


def _has_another_above(one: Establishment, others: Iterable[Establishment]) -> bool:
    return any(
        one.path.startswith(other.path) and other.pk != one.pk for other in others
    )


def _parents_then(moves: Iterable[Relocation], on: date) -> dict[int, int]:
    """Return the parents, on ``on``, of the establishments in ``moves`` moved since.

    ``moves`` are ordered by day.
    """
    then: dict[int, int] = {}
    since: set[int] = set()
    for move in moves:
        place = move.establishment_id
        if move.moves_on <= on:
            then[place] = move.parent_after_id
        else:
            since.add(place)
            then.setdefault(place, move.parent_before_id)
    return {place: then[place] for place in since}


def _paths_under(parents: dict[int, int]) -> dict[int, str]:
    """Return the path of every establishment, with these parents instead of the present ones."""
    today = dict(Establishment.objects.values_list("pk", "path"))
    step = Establishment.steplen
    places = {path: pk for pk, path in today.items()}
    paths: dict[int, str] = {}

    def path_of(pk: int) -> str:
        if pk not in paths:
            above = parents.get(pk) or places.get(today[pk][:-step])
            own = _STEP.format(pk) if pk in parents else today[pk][-step:]
            paths[pk] = (path_of(above) if above else "") + own
        return paths[pk]

    for pk in today:
        path_of(pk)
    return paths


def _follow(relocation: Relocation) -> int:
    place = Establishment.objects.get(pk=relocation.establishment_id)
    parent = Establishment.objects.get(pk=relocation.parent_after_id)
    above = place.get_parent()
    if above is not None and above.pk == parent.pk:
        return 0
    if parent.path.startswith(place.path):  # it is below by now
        logger.error("%s cannot come under %s any more", place.code, parent.code)
        return 0
    place.move(parent, pos="sorted-child")
    moved = Establishment.objects.get(pk=place.pk)
    there = Appointment.objects.filter(establishment__path__startswith=moved.path)
    people = StaffMember.objects.filter(pk__in=there.values("staff_member"))
    PeopleChanged(people, since=relocation.moves_on).send()
    return 1
