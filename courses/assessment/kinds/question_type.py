"""What every kind of question can do."""

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

#: One language's words of a question, or what makes an answer right: plain JSON objects.
type Text = Mapping[str, Any]
type Key = Mapping[str, Any]
#: A question's words by language.
type Body = Mapping[str, Text]
#: An answer in the one form in which it is kept; ``None`` is no answer.
type Given = Any
#: What a form sent: field names without the question's own prefix, to values.
type Sent = Mapping[str, Sequence[str]]

#: The field of the choice that is taken now, in kinds that are asked step by step.
PICK = "pick"
#: How xAPI joins the parts of an answer, and the two sides of a pair (Appendix C).
JOINT = "[,]"
PAIRED = "[.]"

NOTHING = Decimal(0)
FULL = Decimal(1)


class Shuffler(Protocol):
    """What puts things in an order of its own, as ``random.Random`` does."""

    def shuffle(self, x: list[Any], /) -> None:
        """Put the things in ``x`` in another order."""


class AnswerFormatError(Exception):
    """What was sent is no answer to this question; ``field`` is the kind of its field.

    ``limit`` is how many characters it may have, where it has more.
    """

    def __init__(self, field: str, *, limit: int | None = None) -> None:
        super().__init__(field)
        self.field, self.limit = field, limit


class AnswerKeyError(Exception):
    """Words and key of a question contradict each other; says which and what to do."""


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
    """A part of a question that earns points: a choice of a step, a level of a criterion.

    ``group`` is what it belongs to, both in the words of one language.
    """

    name: str
    group: str
    label: str


class QuestionType(ABC):
    """A kind of question. Its methods are pure: the same in, the same out."""

    #: The code in rows, and what people call it.
    name: ClassVar[str]
    label: ClassVar[Promise]
    #: Whether part of an answer can be worth part of the mark.
    has_parts: ClassVar[bool] = False
    #: Whether what was answered stays, and only more can come.
    only_grows: ClassVar[bool] = False
    #: Whether what an answer is worth is for people to say.
    is_marked_by_people: ClassVar[bool] = False
    #: Whether it may be asked in lessons and to practise.
    is_for_practice: ClassVar[bool] = True
    #: Whether it shows a picture, kept as a file beside the words.
    has_picture: ClassVar[bool] = False
    #: Whether parts have the same ids, in the same order, whatever is right.
    has_neutral_ids: ClassVar[bool] = False

    @abstractmethod
    def order(self, text: Text, chance: Shuffler) -> Any:
        """Return a candidate's own order of what may be shuffled, as JSON."""

    @abstractmethod
    def read(self, text: Text, sent: Sent) -> Given:
        """Return the answer in what a form sent; ``None`` where nothing was answered.

        Raises ``AnswerFormatError`` for what belongs to no form of this question.
        """

    @abstractmethod
    def form(self, given: Given) -> Sent:
        """Return what the form of an answer sends: the way back from ``read``."""

    @abstractmethod
    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        """Return the form in the words of ``text``, filled with ``sent``.

        ``order`` is a candidate's own order of its parts; ``form`` returns what fills in
        an answer that is kept. Where it ``counts_parts`` the hint says so.
        """

    def build_plan_form(self, text: Text, key: Key) -> QuestionForm | None:
        """Return what authors see instead of the form answered rightly, if anything."""
        return None

    def explain(self, error: AnswerFormatError) -> str:
        """Say what to do about what is no answer; nothing where it comes from no form."""
        return ""

    @abstractmethod
    def solution(self, key: Key) -> Given:
        """Return a right answer; ``None`` where there is no one such."""

    def rekeyed(self, key: Key, given: Given) -> Key | None:
        """Return ``key`` as it would be were ``given`` the right answer.

        ``None`` where no answer says all that the key of this kind holds: such a key
        cannot be corrected by an answer.
        """
        return None

    def earners(self, text: Text) -> Sequence[ScoredPart]:
        """Return what earns points, in the order of the authors; nothing in most kinds."""
        return ()

    def points(self, key: Key) -> Mapping[str, int | None]:
        """Return the points in ``key`` by the name of their earner.

        ``None`` is for what must never be done.
        """
        return {}

    def repointed(self, key: Key, points: Mapping[str, int | None]) -> Key:
        """Return ``key`` as it would be with other ``points``, given for every earner."""
        return key

    @abstractmethod
    def share(self, key: Key, given: Given) -> Decimal | None:
        """Return how much of ``given`` is right, from 0 to 1; ``None`` is for people."""

    @abstractmethod
    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        """Return the question as xAPI describes it."""

    @abstractmethod
    def response(self, body: Body, given: Given) -> str:
        """Return an answer as xAPI writes it (Appendix C)."""

    @abstractmethod
    def check(self, text: Text, key: Key) -> None:
        """Raise ``AnswerKeyError`` where words and key make no question."""

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        """Return which parts of an answer are right: by choice, or by field of the form.

        A part that was left empty is wrong; choices that were not taken are left out.
        """
        return {}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any] | None:
        """Return what a device without a connection judges an answer by, as JSON.

        Its script does with it what ``read``, ``share`` and ``verdicts`` do. Parts are
        called as ``text`` has them served. ``None`` is for kinds that are never told at
        once.
        """
        return None

    def grown(self, before: Given, given: Given) -> Given:
        """Return what is kept when ``given`` comes after the answer ``before``.

        Asked of kinds whose answers only grow. Raises ``AnswerFormatError`` where it takes back
        a part of the answer.
        """
        return given

    def is_whole(self, text: Text, given: Given) -> bool:
        """Tell whether ``given`` is an answer, and nothing of it is still to come."""
        return bool(given)

    def mark(self, key: Key, given: Given) -> Decimal | None:
        """Return the mark from 0 to 1: all or nothing, or part for part.

        ``key["credit"]`` says which: ``"part"`` counts part for part, anything else is
        all or nothing. Nothing answered is worth nothing. ``None`` waits for people.
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
    """A kind with one field to type into; an answer is what was typed."""

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
        """Return the field with what was ``sent`` in it."""
        value = "".join(sent.get(self.field, ()))
        return QuestionField(self.field, _("Your answer"), value=value)


def compute_share(right: int, total: int) -> Decimal:
    """Return ``right`` of ``total`` as a share with four decimals, never below nothing.

    Rounded up: three thirds of a mark must not miss a pass by a ten-thousandth.
    """
    if right <= 0:
        return NOTHING
    if right >= total:
        return FULL
    return (Decimal(right) / total).quantize(Decimal("1.0000"), ROUND_CEILING)


def get_first_language_text(body: Body) -> Text:
    """Return the words of the first language there is: ids are the same in all."""
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
    """Return the ids of the parts in the list ``name``, in the order of the authors."""
    return [part["id"] for part in text.get(name, ())]


def build_served_names(text: Text, name: str) -> dict[str, str]:
    """Return what the parts in the list ``name`` are called in the form, by their ids."""
    return {part["id"]: get_served_name(part) for part in text.get(name, ())}


def build_part_structure(text: Text) -> dict[str, list[str]]:
    """Return the ids of all parts, list by list: what languages must have in common.

    Of regions of a picture also where they are.
    """
    return {
        name: sorted(
            " ".join(map(str, [part["id"], *part.get("points", ())])) for part in parts
        )
        for name, parts in text.items()
        if isinstance(parts, list)
    }


def shuffle_ids(names: Sequence[str], chance: Shuffler) -> list[str]:
    """Return ``names`` in an order of chance."""
    mixed = list(names)
    chance.shuffle(mixed)
    return mixed


def read_single_value(sent: Sent, name: str) -> str:
    """Return the one value that a field sent, stripped; empty where it sent none."""
    values = sent.get(name, ())
    if len(values) > 1:
        raise AnswerFormatError(name)
    return values[0].strip() if values else ""
