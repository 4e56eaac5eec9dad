"""Question types: what may be answered, how it is marked, and its form in xAPI.

The package is plain Python over plain data, so that marking is a pure function of a
version and an answer. A question is a ``Text`` in each language and one ``Key`` in
none: what is right never depends on the reader's language, except for typed words.
"""

from django.utils.functional import Promise

from courses.assessment.kinds.branching.branching_type import BranchingType
from courses.assessment.kinds.choice_types import (
    MultipleChoiceType,
    SingleChoiceType,
    TrueFalseType,
)
from courses.assessment.kinds.cloze_type import ClozeType
from courses.assessment.kinds.hotspot.hotspot_type import HotspotType
from courses.assessment.kinds.matching_type import MatchingType
from courses.assessment.kinds.numeric_type import NumericType
from courses.assessment.kinds.open_answer_type import OpenAnswerType
from courses.assessment.kinds.ordering_type import OrderingType
from courses.assessment.kinds.question_type import (
    AnswerFormatError,
    AnswerKeyError,
    Body,
    Given,
    Key,
    QuestionType,
    ScoredPart,
    Sent,
    Text,
    XapiInteraction,
    build_part_structure,
)
from courses.assessment.kinds.short_text_type import ShortTextType

__all__ = [
    "KINDS",
    "MARKED_BY_PEOPLE",
    "PICTURED",
    "PRACTISED",
    "UNFOLDING",
    "AnswerFormatError",
    "AnswerKeyError",
    "Body",
    "Given",
    "Key",
    "QuestionType",
    "ScoredPart",
    "Sent",
    "Text",
    "XapiInteraction",
    "build_part_structure",
    "list_type_choices",
]

KINDS: dict[str, QuestionType] = {
    kind.name: kind
    for kind in (
        SingleChoiceType(),
        MultipleChoiceType(),
        TrueFalseType(),
        MatchingType(),
        OrderingType(),
        ClozeType(),
        NumericType(),
        ShortTextType(),
        BranchingType(),
        HotspotType(),
        OpenAnswerType(),
    )
}
#: The types whose answers are marked by people.
MARKED_BY_PEOPLE = frozenset(
    name for name, kind in KINDS.items() if kind.is_marked_by_people
)
#: The types asked step by step, those with a picture, and those for practice.
UNFOLDING = frozenset(name for name, kind in KINDS.items() if kind.only_grows)
PICTURED = frozenset(name for name, kind in KINDS.items() if kind.has_picture)
PRACTISED = frozenset(name for name, kind in KINDS.items() if kind.is_for_practice)


def list_type_choices() -> list[tuple[str, Promise]]:
    """Return the code and label of every question type, for model fields."""
    return [(kind.name, kind.label) for kind in KINDS.values()]
