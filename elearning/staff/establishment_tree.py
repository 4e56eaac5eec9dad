"""Move establishments in the tree, and close them; reports of before stay as they were."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.events import PeopleChanged
from elearning.staff.models import (
    Appointment,
    Establishment,
    Relocation,
    StaffMember,
)

if TYPE_CHECKING:
    from elearning.accounts.models import User

logger = logging.getLogger("elearning.staff")

#: In the place of a step of the tree that is no longer there: as long for every row.
_STEP = "~{:011}"


def relocate_establishment(
    establishment: Establishment,
    parent: Establishment,
    *,
    on: date,
    by: "User | None",
    reason: str = "",
) -> Relocation:
    """Put ``establishment``, with all under it, under ``parent`` from ``on`` on.

    A day to come is noted, and the tree follows when it has come. Raises ``StaffError``
    for a day that has passed, for a place under itself, under a closed one or under the
    one above it already, and for the top of the tree.
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
    if not parent.was_open(on):
        raise StaffError(
            _("The place above it is closed. Choose one that is open instead.")
        )
    planned = establishment.relocations.filter(moves_on__gt=timezone.localdate())
    if parent.pk == before.pk and not planned.exists():
        raise StaffError(_("It stands under that place already. Choose another one."))
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
    """Let the tree follow every move whose day has come; return how many were made.

    A day without a tick is made up for at the next one. Safe to repeat.
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
    establishment: Establishment, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``establishment``; it stays in the tree and in reports.

    Raises ``StaffError`` for a day that has passed, where somebody serves there, or under
    it, after that day, and where a place under it stays open.
    """
    if on < timezone.localdate():
        raise StaffError(
            _("That day has passed, and its reports stay as they were. Choose today.")
        )
    under = Establishment.objects.filter(path__startswith=establishment.path)
    under = under.exclude(pk=establishment.pk).exclude(closed_on__lte=on)
    if still := under.first():
        raise StaffError(
            _("%(place)s stands under it and stays open. Close or move it first.")
            % {"place": still.title}
        )
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
        audit_log.record_action(
            "staff.establishment_closed",
            by=by,
            on=establishment,
            reason=reason,
            before=before,
            after=on,
        )


class EstablishmentTree:
    """The tree as it was on ``on``: one query where nothing has moved since, else two."""

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
        return [one for one in rows if one.was_open(self.on)]

    def under(self, places: Iterable[Establishment]) -> Q:
        """Return the condition that an establishment stood at or under ``places``."""
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
    """Return under what stood, on ``on``, each place of ``moves`` that has moved since.

    ``moves`` come in the order of their days.
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
    """Return the path of every place, were those of ``parents`` under these."""
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
    if parent.path.startswith(place.path):  # that one has come under it meanwhile
        logger.error("%s cannot come under %s any more", place.code, parent.code)
        return 0
    place.move(parent, pos="sorted-child")
    moved = Establishment.objects.get(pk=place.pk)
    there = Appointment.objects.filter(establishment__path__startswith=moved.path)
    people = StaffMember.objects.filter(pk__in=there.values("staff_member"))
    PeopleChanged(people, since=relocation.moves_on).send()
    return 1
