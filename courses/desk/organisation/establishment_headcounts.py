"""The tree of establishments, with the number of people at and under each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from elearning.staff.models import Appointment, Establishment, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass
class EstablishmentNode:
    """A place and the places under it; ``people`` work there or under it."""

    place: Establishment
    people: int = 0
    children: "list[EstablishmentNode]" = field(default_factory=list)

    @property
    def depth(self) -> int:
        return int(self.place.depth)


def build_establishment_tree(
    user: "User", on: date
) -> tuple[list[EstablishmentNode], list[Establishment]]:
    """Return the open places of the user’s remit as a tree, and the closed ones."""
    places = list(Establishment.objects.visible_to(user))
    counts = count_people_under(places, on)
    branches = {
        place.path: EstablishmentNode(place, counts[place.path])
        for place in places
        if place.closed_on is None or place.closed_on >= on
    }
    tops: list[EstablishmentNode] = []
    for path, branch in branches.items():
        above = branches.get(path[: -Establishment.steplen])
        (above.children if above else tops).append(branch)
    closed = [place for place in places if place.path not in branches]
    return tops, closed


def count_people_under(places: Iterable[Establishment], on: date) -> dict[str, int]:
    """Return how many people hold a post at or under each of ``places``, by path.

    Somebody with posts at two places counts once if both are under the same one. Two
    queries.
    """
    known = {place.pk: place.path for place in places}
    held: Any = Appointment.objects.filter(in_force(on), establishment__in=known)
    counts: Counter[str] = Counter()
    own = held.values_list("establishment").annotate(
        Count("staff_member", distinct=True)
    )
    for pk, number in own.order_by():
        for path in _up(known[pk]):
            counts[path] += number
    for paths in _at_several(held, known):
        met = Counter(above for path in paths for above in _up(path))
        for path, times in met.items():
            counts[path] -= times - 1
    return {path: counts[path] for path in known.values()}


def _at_several(held: Any, known: dict[int, str]) -> Iterable[set[str]]:
    """Return, for each person with posts at several places, the paths of these."""
    several = held.order_by().values("staff_member")
    several = several.annotate(n=Count("establishment", distinct=True)).filter(n__gt=1)
    rows = held.filter(staff_member__in=several.values("staff_member"))
    found: dict[int, set[str]] = defaultdict(set)
    for person, pk in rows.values_list("staff_member", "establishment"):
        found[person].add(known[pk])
    return found.values()


def _up(path: str) -> Iterable[str]:
    step = Establishment.steplen
    return (path[:end] for end in range(step, len(path) + 1, step))
