"""Kinds of questions: what may be answered, what it is worth, how xAPI writes it.

Plain Python over plain data, so that marking is a pure function of a version and an
answer. A question is a ``Text`` in each language and a ``Key`` in none: what is right
never depends on the language somebody reads, save for words that are typed.
"""

from courses.assessment.kinds.branching import Branching
from courses.assessment.kinds.choosing import Multiple, Single, TrueFalse
from courses.assessment.kinds.gaps import Gaps
from courses.assessment.kinds.kind import (
    Body,
    Earner,
    Given,
    GivenError,
    Interaction,
    Key,
    KeyFaultError,
    Kind,
    Sent,
    Text,
    shape,
)
from courses.assessment.kinds.matching import Matching
from courses.assessment.kinds.numbers import Number
from courses.assessment.kinds.open import Open
from courses.assessment.kinds.ordering import Ordering
from courses.assessment.kinds.pointing import Hotspot
from courses.assessment.kinds.words import Words

__all__ = [
    "KINDS",
    "MARKED_BY_PEOPLE",
    "Body",
    "Earner",
    "Given",
    "GivenError",
    "Interaction",
    "Key",
    "KeyFaultError",
    "Kind",
    "Sent",
    "Text",
    "kind_of",
    "shape",
]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Single(),
        Multiple(),
        TrueFalse(),
        Matching(),
        Ordering(),
        Gaps(),
        Number(),
        Words(),
        Branching(),
        Hotspot(),
        Open(),
    )
}
#: The kinds whose answers wait for people to mark them.
MARKED_BY_PEOPLE = frozenset(
    name for name, kind in KINDS.items() if kind.is_marked_by_people
)


def kind_of(name: str) -> Kind:
    """Return the kind called ``name``; ``KeyError`` where the platform has none such."""
    return KINDS[name]
