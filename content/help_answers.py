"""Help answers: meaning, next steps and contacts, in three languages.

They name the platform’s own buttons and states, so they are part of it, in
``bundles/help.yaml``, and loaded once per process. Facts of one service (a telephone
number, an office) are written by its editors on the plain page “help”, which is shown
above them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, read_yaml
from content.search.letter_folding import fold_letters
from elearning.accounts.roles import Role
from elearning.languages import pick_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FILE = Path(__file__).parent / "curriculum" / "bundles" / "help.yaml"
#: Topics in the order of the page.
TOPICS: "dict[str, _StrPromise]" = {
    "sign-in": _("Signing in"),
    "learning": _("Courses and lessons"),
    "exam": _("Exams"),
    "certificate": _("Certificates"),
    "connection": _("Connection and computers"),
    "data": _("My data"),
    "office": _("Work of the offices"),
}
#: The roles that see restricted answers, by reader group.
READERS = {
    "trainer": (Role.TRAINER,),
    "personnel": (Role.FACILITY_HR, Role.MINISTRY_HR),
    "invigilator": (Role.INVIGILATOR,),
}
_KEYS = (
    *("name", "topic", "readers", "question", "means", "steps"),
    *("page", "label", "ask"),
)


@dataclass(frozen=True)
class HelpAnswer:
    """One answer; ``name`` is its anchor in every language, ``page`` a URL name."""

    name: str
    topic: str
    readers: frozenset[str]
    texts: dict[str, dict[str, str]]
    done: tuple[dict[str, str], ...]
    page: str = ""

    @property
    def question(self) -> str:
        return self._said("question")

    @property
    def means(self) -> str:
        """What the situation means."""
        return self._said("means")

    @property
    def ask(self) -> str:
        """Whom to ask."""
        return self._said("ask")

    @property
    def steps(self) -> list[str]:
        """The next steps, in order."""
        return [str(pick_text(step)[0]) for step in self.done]

    @property
    def url(self) -> str:
        """The URL of the page for it; empty if there is no single one."""
        return reverse(self.page) if self.page else ""

    @property
    def label(self) -> str:
        return self._said("label")

    @property
    def words(self) -> str:
        """The text in all languages, folded for search."""
        texts = [*self.texts.values(), *self.done]
        return fold_letters(
            " ".join(words for text in texts for words in text.values())
        )

    def _said(self, part: str) -> str:
        return str(pick_text(self.texts[part])[0])


@dataclass(frozen=True)
class HelpTopic:
    """The answers about one topic."""

    name: str
    title: "_StrPromise"
    answers: list[HelpAnswer]


@cache
def load_help_answers() -> tuple[HelpAnswer, ...]:
    """Return all answers in order; raises ``BundleError`` for an invalid file."""
    faults = FaultCollector(FILE.parent)
    top = read_yaml(FILE, faults)
    found = [_answer(item) for item in top.items()] if top is not None else []
    faults.demand_none()
    return tuple(found)


def list_answers_for_roles(roles: Iterable[str] | None) -> list[HelpAnswer]:
    """Return the answers for people with ``roles``; all if nobody is signed in."""
    if roles is None:
        return list(load_help_answers())
    held = set(roles)
    return [
        one
        for one in load_help_answers()
        if not one.readers or any(held & {*READERS[name]} for name in one.readers)
    ]


def filter_help_answers(among: Iterable[HelpAnswer], query: str) -> list[HelpAnswer]:
    """Keep the answers that have every word of ``query``, in any language."""
    words = [fold_letters(word) for word in query.split()]
    return [one for one in among if all(word in one.words for word in words)]


def group_answers_by_topic(among: Iterable[HelpAnswer]) -> list[HelpTopic]:
    """Return the answers by topic; a topic without any is left out."""
    found: dict[str, list[HelpAnswer]] = {name: [] for name in TOPICS}
    for one in among:
        found[one.topic].append(one)
    return [HelpTopic(name, TOPICS[name], rows) for name, rows in found.items() if rows]


def _answer(item: YamlItem) -> HelpAnswer:
    item.only(*_KEYS)
    topic, readers = item.text("topic"), item.strings("readers", needed=False)
    if topic not in TOPICS:
        item.fail(f"“{topic}” is no topic.")
    for name in set(readers) - set(READERS):
        item.fail(f"“{name}” reads nothing here.")
    texts = {part: item.texts(part) for part in ("question", "means", "ask")}
    return HelpAnswer(
        name=item.name("name"),
        topic=topic,
        readers=frozenset(readers),
        texts=texts | {"label": item.maybe_texts("label")},
        done=tuple(step.as_texts() for step in item.list_of("steps")),
        page=item.text("page", ""),
    )
