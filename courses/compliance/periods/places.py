"""Establishments with the paths they had on any day of a history."""

from datetime import date

from django.utils import timezone

from elearning.staff.models import Establishment, Relocation
from elearning.staff.relocating import Tree


class Places:
    """Every establishment, ``at`` its key; their paths are put back day by day.

    ``days`` are those since ``since`` on which something moved in the tree. Two queries,
    and two more for each of those days.
    """

    def __init__(self, since: date) -> None:
        today = timezone.localdate()
        self.at: dict[int, Establishment] = Establishment.objects.in_bulk()
        moves = Relocation.objects.filter(moves_on__gt=since, moves_on__lte=today)
        self.days = set(moves.values_list("moves_on", flat=True))
        self._now = {pk: place.path for pk, place in self.at.items()}
        self._until: list[tuple[date, dict[int, str]]] = []
        for moved_on in sorted(self.days):
            self._until.append((moved_on, self._paths_before(moved_on)))
        self._put: dict[int, str] = self._now

    def put_back(self, on: date) -> None:
        """Give every place the path it had on ``on``."""
        if not self._until:
            return
        paths = next((was for day, was in self._until if on < day), self._now)
        if paths is not self._put:
            for pk, path in paths.items():
                self.at[pk].path = path
            self._put = paths

    def _paths_before(self, moved_on: date) -> dict[int, str]:
        tree = Tree(date.fromordinal(moved_on.toordinal() - 1))
        rows = Establishment.objects.all()
        return {place.pk: tree.put_back(place).path for place in rows}
