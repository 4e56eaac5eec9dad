"""Establishments and posts as they were on any day of a history."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from courses.validity import subtract_day
from elearning.staff.classification import ReclassificationHistory
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, Post, Relocation


@dataclass(frozen=True)
class _Then:
    """A former state: paths and kinds of places, categories of posts."""

    paths: dict[int, str]
    kinds: dict[int, str]
    categories: dict[int, int | None]


class HistoricalPlaces:
    """All establishments and posts, by id, which can be put back to any day.

    ``days`` are those since ``since`` on which a place moved or changed its kind, or a
    post its category. Four queries, and two more for each day of a move.
    """

    def __init__(self, since: date) -> None:
        today = timezone.localdate()
        self.at: dict[int, Establishment] = Establishment.objects.in_bulk()
        self.posts: dict[int, Post] = Post.objects.select_related("category").in_bulk()
        moves = Relocation.objects.filter(moves_on__gt=since, moves_on__lte=today)
        moved = set(moves.values_list("moves_on", flat=True))
        self._told = ReclassificationHistory(since)
        self.days = moved | self._told.days
        self._now = self._put = _Then(
            {pk: place.path for pk, place in self.at.items()},
            {pk: place.kind for pk, place in self.at.items()},
            {pk: post.category_id for pk, post in self.posts.items()},
        )
        self._until: list[tuple[date, _Then]] = []
        paths = self._now.paths
        for day in sorted(self.days, reverse=True):
            if day in moved:
                paths = self._paths_before(day)
            before = subtract_day(day)
            kinds = self._now.kinds | self._told.kinds(before)
            categories = self._now.categories | self._told.categories(before)
            self._until.insert(0, (day, _Then(paths, kinds, categories)))

    def put_back(self, on: date) -> None:
        """Set the paths and kinds of all places, and the categories of posts, to ``on``."""
        if not self._until:
            return
        then = next((was for day, was in self._until if on < day), self._now)
        if then is self._put:
            return
        for pk, place in self.at.items():
            place.path, place.kind = then.paths[pk], then.kinds[pk]
        for pk, post in self.posts.items():
            post.category_id = then.categories[pk]
        self._put = then

    def categories_of(self, post: Post) -> set[int | None]:
        """Return the ids of all categories that ``post`` has had since the first day."""
        thens = [self._now, *(was for _day, was in self._until)]
        return {then.categories[post.pk] for then in thens}

    def _paths_before(self, moved_on: date) -> dict[int, str]:
        tree = EstablishmentTree(subtract_day(moved_on))
        rows = Establishment.objects.all()
        return {place.pk: tree.put_back(place).path for place in rows}
