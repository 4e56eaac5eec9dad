"""The places that a report compares, as they were on its day."""

from courses.reporting.report_selection import ReportSelection
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment


class RemitPlaces:
    """The places of a remit as they were on the day."""

    def __init__(self, selection: ReportSelection) -> None:
        tree = EstablishmentTree(selection.on)
        self.on, self.tops = selection.on, list(selection.tops)
        chosen = selection.establishment
        if chosen and not any(chosen.path.startswith(top.path) for top in self.tops):
            self.tops.append(chosen)
        every = [tree.put_back(one) for one in Establishment.objects.all()]
        self.all = sorted(every, key=lambda one: one.path)
        self._above: dict[int, Establishment] = {}
        line: list[Establishment] = []
        for one in self.all:
            while line and not one.path.startswith(line[-1].path):
                line.pop()
            if line:
                self._above[one.pk] = line[-1]
            line.append(one)

    def top_of(self, place: Establishment | None) -> Establishment | None:
        """Return ``place`` or, without one, the top of the remit if there is only one."""
        if place is None and len(self.tops) == 1:
            return self.tops[0]
        return place

    def is_part(self, place: Establishment) -> bool:
        """Return whether a table compares ``place`` with others of the remit."""
        return place not in self.tops or len(self.tops) > 1

    def above(self, place: Establishment) -> Establishment | None:
        """Return the parent of ``place`` then; ``None`` for the tops of the remit."""
        return None if place in self.tops else self._above.get(place.pk)

    def way_to(self, place: Establishment | None) -> list[Establishment]:
        """Return ``place`` and its ancestors in the remit, the top first."""
        way: list[Establishment] = []
        while place is not None:
            way.insert(0, place)
            place = self.above(place)
        return way

    def groups(self, place: Establishment | None) -> list[Establishment]:
        """Return the places to compare: ``place`` and its children that were open."""
        if place is None:
            return self.tops
        under = [
            one
            for one in self.all
            if self._above.get(one.pk) == place
            and (one.closed_on is None or one.closed_on >= self.on)
        ]
        return [place, *under]

    def under(self, place: Establishment | None) -> set[int]:
        """Return the ids of ``place`` and all places below it."""
        tops = [place] if place else self.tops
        paths = tuple(top.path for top in tops)
        return {one.pk for one in self.all if one.path.startswith(paths)}

    def nearest(self, place: Establishment | None) -> dict[int, int]:
        """Return the group that each place is counted in, by their ids."""
        groups = {one.pk for one in self.groups(place)}
        found: dict[int, int] = {}
        for one in self.all:
            above = self._above.get(one.pk)
            if one.pk in groups:
                found[one.pk] = one.pk
            elif above is not None and above.pk in found:
                found[one.pk] = found[above.pk]
        return found
