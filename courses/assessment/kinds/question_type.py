"""The interface of every question type."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any, ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    get_served_name,
)

#: The words of a question in one language, or its key: plain JSON objects.
type Text = Mapping[str, Any]
type Key = Mapping[str, Any]
#: The words of a question by language.
type Body = Mapping[str, Text]
#: An answer in its stored form; ``None`` is no answer.
type Given = Any
#: The data sent by a form: values by field name, without the question's prefix.
type Sent = Mapping[str, Sequence[str]]

#: The field of the next choice, in types that are asked step by step.
PICK = "pick"
#: The xAPI separators of the parts of an answer, and of a pair (Appendix C).
JOINT = "[,]"
PAIRED = "[.]"

NOTHING = Decimal(0)
FULL = Decimal(1)


class Shuffler(Protocol):
    """An object that shuffles, such as ``random.Random``."""

    def shuffle(self, x: list[Any], /) -> None:
        """Shuffle ``x`` in place."""


class AnswerFormatError(Exception):
    """The input is not a valid answer to this question; ``field`` is the type of field.

    ``limit`` is the maximum number of characters, if it was exceeded.
    """

    def __init__(self, field: str, *, limit: int | None = None) -> None:
        super().__init__(field)
        self.field, self.limit = field, limit


class AnswerKeyError(Exception):
    """Words and key of a question contradict each other; says how, and what to do."""


@dataclass(frozen=True)
class XapiInteraction:
    """A question as xAPI describes it (xAPI 1.0.3, Part Two, 2.4.4.1, Appendix C).

    ``components`` are lists of ids by their name (``choices``, ``scale``, ``source``,
    ``target``, ``steps``), each id with its words by language.
    """

    type: str
    patterns: Sequence[str]
    components: Mapping[str, Sequence[tuple[str, Mapping[str, str]]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class ScoredPart:
    """A part that earns points: a choice of a step, or a level of a criterion.

    ``group`` is the step or criterion; both are texts in one language.
    """

    name: str
    group: str
    label: str


class QuestionType(ABC):
    """A question type. Its methods are pure functions."""

    #: The code in rows, and the name on screen.
    name: ClassVar[str]
    label: ClassVar[Promise]
    #: Whether part of an answer can earn part of the mark.
    has_parts: ClassVar[bool] = False
    #: Whether an answer can only be extended.
    only_grows: ClassVar[bool] = False
    #: Whether answers are marked by people.
    is_marked_by_people: ClassVar[bool] = False
    #: Whether it may be asked in lessons and for practice.
    is_for_practice: ClassVar[bool] = True
    #: Whether it shows a picture, stored as a file beside the words.
    has_picture: ClassVar[bool] = False
    #: Whether parts have the same ids, in the same order, whatever the key.
    has_neutral_ids: ClassVar[bool] = False
    #: The part of the key that is a right answer, if one is.
    right_part: ClassVar[str] = ""
    #: The type of interaction in xAPI, and the lists of parts that it names.
    xapi_type: ClassVar[str]
    xapi_lists: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def order(self, text: Text, chance: Shuffler) -> Any:
        """Return a candidate's own order of the parts that may be shuffled, as JSON."""

    @abstractmethod
    def read(self, text: Text, sent: Sent) -> Given:
        """Return the answer sent by a form, or ``None`` if nothing was answered.

        Raises ``AnswerFormatError`` for data that fits no form of this question.
        """

    @abstractmethod
    def form(self, given: Given) -> Sent:
        """Return what the form sends for an answer: the inverse of ``read``."""

    @abstractmethod
    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        """Return the form in the words of ``text``, filled with ``sent``.

        ``order`` is a candidate's own order of the parts; ``form`` returns the ``sent``
        of a stored answer. If it ``counts_parts``, the hint says so.
        """

    def build_plan_form(self, text: Text, key: Key) -> QuestionForm | None:
        """Return the authors' view replacing the form with the right answer, if any."""
        return None

    def explain(self, error: AnswerFormatError) -> str:
        """Return how to correct an invalid answer; empty if no form could send it."""
        return ""

    def solution(self, key: Key) -> Given:
        """Return a right answer, or ``None`` if there is no single one."""
        return key[self.right_part] if self.right_part else None

    def rekeyed(self, key: Key, given: Given) -> Key | None:
        """Return ``key`` as it would be if ``given`` were the right answer.

        ``None`` if no answer can express the whole key of this type; such a key cannot
        be corrected by an answer.
        """
        return {**key, self.right_part: given} if self.right_part else None

    def earners(self, text: Text) -> Sequence[ScoredPart]:
        """Return the parts that earn points, in the authors' order; usually none."""
        return ()

    def points(self, key: Key) -> Mapping[str, int | None]:
        """Return the points in ``key`` by the name of the scored part.

        ``None`` marks what must never be done.
        """
        return {}

    def repointed(self, key: Key, points: Mapping[str, int | None]) -> Key:
        """Return ``key`` with other ``points``, given for every scored part."""
        return key

    @abstractmethod
    def share(self, key: Key, given: Given) -> Decimal | None:
        """Return the right share of ``given`` (0 to 1); ``None`` if people mark it."""

    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        """Return the question as xAPI describes it."""
        lists = self.xapi_lists.items()
        components = {name: list_components(body, part) for name, part in lists}
        patterns = [self.response(body, self.solution(key))]
        return XapiInteraction(self.xapi_type, patterns, components)

    @abstractmethod
    def response(self, body: Body, given: Given) -> str:
        """Return an answer in xAPI form (Appendix C)."""

    @abstractmethod
    def check(self, text: Text, key: Key) -> None:
        """Raise ``AnswerKeyError`` if words and key do not fit together."""

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        """Return which parts of an answer are right, by choice or by form field.

        An empty part is wrong; choices that were not selected are left out.
        """
        return {}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any] | None:
        """Return the rule by which an offline device judges an answer, as JSON.

        The device's script does with it what ``read``, ``share`` and ``verdicts`` do.
        Parts have the names served in ``text``. ``None`` for types without immediate
        feedback.
        """
        return None

    def grown(self, before: Given, given: Given) -> Given:
        """Return the stored answer when ``given`` follows the answer ``before``.

        Called for types whose answers only grow. Raises ``AnswerFormatError`` if
        ``given`` takes back a part of the answer.
        """
        return given

    def is_whole(self, text: Text, given: Given) -> bool:
        """Return whether ``given`` is a complete answer."""
        return bool(given)

    def mark(self, key: Key, given: Given) -> Decimal | None:
        """Return the mark from 0 to 1: all or nothing, or by parts.

        ``key["credit"]`` decides: ``"part"`` gives credit for parts, anything else is
        all or nothing. No answer is worth nothing. ``None`` means that people mark it.
        """
        if given is None:
            return NOTHING
        share = self.share(key, given)
        if share is None:
            return None
        if self.has_parts and key.get("credit") == "part":
            return share
        return FULL if share == FULL else NOTHING


class TypedAnswerType(QuestionType):
    """A question type with one text field; an answer is the typed text."""

    field: ClassVar[str]

    def order(self, text: Text, chance: Shuffler) -> Any:
        return []

    def form(self, given: Given) -> Sent:
        return {self.field: [given] if given else []}

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        share = self.share(key, given)
        return {} if share is None else {self.field: share == FULL}

    def response(self, body: Body, given: Given) -> str:
        return str(given)

    def build_field(self, sent: Sent) -> QuestionField:
        value = "".join(sent.get(self.field, ()))
        return QuestionField(self.field, _("Your answer"), value=value)


def compute_share(right: int, total: int) -> Decimal:
    """Return ``right`` of ``total`` as a share with four decimals, never below zero.

    Rounded up: three thirds of a mark must not miss a pass by a ten-thousandth.
    """
    if right <= 0:
        return NOTHING
    if right >= total:
        return FULL
    return (Decimal(right) / total).quantize(Decimal("1.0000"), ROUND_CEILING)


def get_first_language_text(body: Body) -> Text:
    """Return the words of the first language; ids are the same in all languages."""
    return next(iter(body.values()))


def list_components(body: Body, name: str) -> list[tuple[str, dict[str, str]]]:
    """Return the ids of the parts in the list ``name``, each with its text by language."""
    texts: dict[str, dict[str, str]] = {
        one: {} for one in list_part_ids(get_first_language_text(body), name)
    }
    for language, text in body.items():
        for part in text.get(name, ()):
            if part["id"] in texts:
                texts[part["id"]][language] = part["text"]
    return list(texts.items())


def list_part_ids(text: Text, name: str) -> list[str]:
    """Return the ids of the parts in the list ``name``, in the authors' order."""
    return [part["id"] for part in text.get(name, ())]


def build_served_names(text: Text, name: str) -> dict[str, str]:
    """Return the form names of the parts in the list ``name``, by their ids."""
    return {part["id"]: get_served_name(part) for part in text.get(name, ())}


def build_part_structure(text: Text) -> dict[str, list[str]]:
    """Return the ids of all parts, list by list, which all languages must share.

    For regions of a picture, their position is included.
    """
    return {
        name: sorted(
            " ".join(map(str, [part["id"], *part.get("points", ())])) for part in parts
        )
        for name, parts in text.items()
        if isinstance(parts, list)
    }


def shuffle_ids(names: Sequence[str], chance: Shuffler) -> list[str]:
    """Return ``names`` in random order."""
    mixed = list(names)
    chance.shuffle(mixed)
    return mixed


def read_single_value(sent: Sent, name: str) -> str:
    """Return the one value sent for a field, stripped; empty if none was sent."""
    values = sent.get(name, ())
    if len(values) > 1:
        raise AnswerFormatError(name)
    return values[0].strip() if values else ""
