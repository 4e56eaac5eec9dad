"""How many people stand in which state: at a place, in a post, with a course, on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courses.compliance.standing import State, standings
from courses.reporting.selecting import people_at
from elearning.staff.models import Establishment
from elearning.staff.relocating import Tree


@dataclass(frozen=True)
class Count:
    """So many standings of one ``state``, by the keys of place, post and course."""

    establishment: int
    post: int
    course: int
    state: State
    number: int


def tally(places: Sequence[Establishment], *, on: date) -> list[Count]:
    """Return how the people at ``places``, and everywhere under them, stood on ``on``.

    ``places`` have the paths they had on that day (``Tree.put_back``).
    """
    tree = Tree(on)
    keys = Establishment.objects.filter(tree.under(places)).values_list("pk", flat=True)
    there = set(keys)
    counted: Counter[tuple[int, int, int, State]] = Counter()
    for one in standings(people_at(list(places), on), on=on):
        held = one.appointment
        if held is not None and held.establishment_id in there:
            key = (held.establishment_id, held.post_id, one.course.pk, one.state)
            counted[key] += 1
    return [Count(*key, number) for key, number in sorted(counted.items())]
