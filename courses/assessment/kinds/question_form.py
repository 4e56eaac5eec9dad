"""The form of a question as plain data, which the templates render."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from courses.provisions.citation_lookup import ResolvedCitation

#: The number of letters of a closed list that fit on a phone.
_FITS = 24
_LETTERS = (*ascii_uppercase, *map(str, range(len(ascii_uppercase) + 1, 1000)))


@dataclass(frozen=True)
class FieldOption:
    """An option of a field; ``verdict`` is ``right`` or ``wrong``.

    ``served`` is the value that the form sends (see ``part_names``), ``id`` the stored
    one.
    """

    id: str
    served: str
    text: str
    is_chosen: bool
    feedback: str = ""
    cites: tuple[str, ...] = ()
    verdict: str = ""
    links: "tuple[ResolvedCitation, ...]" = ()
    letter: str = ""


@dataclass(frozen=True)
class QuestionField:
    """One field: its stored name, its label and its content.

    Its name in the form is ``served``. A field without ``options`` is typed. ``before``
    is the text that leads to a gap. Once judged, ``verdict`` is ``right`` or ``wrong``;
    ``solution`` is the right value, where that is shown.
    """

    name: str
    label: str
    value: str = ""
    options: tuple[FieldOption, ...] = ()
    before: str = ""
    verdict: str = ""
    solution: str = ""
    served_as: str = ""

    @property
    def served(self) -> str:
        """Its name in the form."""
        return self.served_as or self.name

    @property
    def words(self) -> str:
        chosen = [option.text for option in self.options if option.is_chosen]
        return ", ".join(chosen) if self.options else self.value

    @property
    def length(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class QuestionForm:
    """All fields of a question, and the texts around them.

    ``listed`` are lettered items to choose from that are too long for a closed list, or
    the criteria of a rubric; ``limit`` is how many characters may be typed. Right
    answers are shown only in a form that ``is_judged``. A form that ``unfolds`` has
    more fields once it is saved; the script then requests them.
    """

    template: str
    hint: str
    fields: tuple[QuestionField, ...]
    takes_several: bool = False
    unit: str = ""
    after: str = ""
    listed: tuple[str, ...] = ()
    is_judged: bool = False
    unfolds: bool = False
    limit: int = 0

    @property
    def path(self) -> str:
        return f"assessment/kinds/{self.template}.html"


def letter_parts(
    parts: Iterable[Mapping[str, str]], order: Iterable[str]
) -> tuple[list[Mapping[str, str]], tuple[str, ...]]:
    """Put a letter before each part, and list the parts if one is long."""
    by_id = {part["id"]: part for part in parts}
    in_order = [by_id[name] for name in order]
    words = tuple(part["text"] for part in in_order)
    if max(map(len, words)) <= _FITS:
        return in_order, ()
    lettered: list[Mapping[str, str]] = [
        {**part, "text": f"{letter}. {part['text']}"}
        for letter, part in zip(_LETTERS, in_order, strict=False)
    ]
    return lettered, words


def build_options(
    parts: Iterable[Mapping[str, Any]], order: Iterable[str], chosen: Iterable[str]
) -> tuple[FieldOption, ...]:
    """Return ``parts`` in an ``order`` as options, those in ``chosen`` selected."""
    by_name, taken = {part["id"]: part for part in parts}, set(chosen)
    return tuple(
        FieldOption(
            name,
            get_served_name(by_name[name]),
            by_name[name]["text"],
            name in taken,
            by_name[name].get("feedback", ""),
            tuple(by_name[name].get("cites", ())),
        )
        for name in order
    )


def get_served_name(part: Mapping[str, Any]) -> str:
    """Return the name of a part in the form: by default, its id."""
    return str(part.get("served", part["id"]))
