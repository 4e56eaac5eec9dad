"""Opaque names for the parts of a question in the forms served to candidates.

Parts are stored under ids, and an id may give the answer away: things that belong to a
line contain the id of that line. So ids are never served. Each part is named by a hash
of its words, keyed with the platform's secret and different in every attempt; questions
that differ only in their key are served alike. Answers are still stored by id, so marks
and statistics are unaffected.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from django.utils.crypto import salted_hmac

from courses.assessment.kinds import Given, Sent, Text
from courses.assessment.models import AttemptItem, QuestionVersion

_SALT = "assessment.names"
#: The number of hexadecimal digits in a name.
_LONG = 16

#: The location of a part: list name and id, preceded by those of the enclosing part.
type _Path = tuple[str, ...]


class PartNames:
    """The names of the parts of ``question`` in one place where it is asked.

    The same question has different names in another ``place``.
    """

    def __init__(self, question: QuestionVersion, place: str) -> None:
        self._question, self._place = question, place

    @classmethod
    def of_item(cls, item: AttemptItem) -> "PartNames":
        return cls(item.question, f"item/{item.pk}")

    @classmethod
    def of_check(cls, name: str, question: QuestionVersion) -> "PartNames":
        """Return the names of a question outside exams; ``name`` is that on its page."""
        return cls(question, f"check/{name}")

    def in_text(self, text: Text) -> dict[str, Any]:
        """Return ``text`` with each part's name beside its id, as ``served``."""
        return self._in_text(text, ())

    def read(self, text: Text, sent: Sent) -> Given:
        """Return the answer sent by a form with these names, converted to ids.

        Raises ``AnswerFormatError`` for unknown names, ids included: ids are never
        served.
        """
        named = self.in_text(text)
        steps = {part["id"]: part["served"] for part in named.get("steps", ())}
        given = self._question.kind.read(_renamed(named, steps), sent)
        return _replaced(given, _ids(named))

    def known(self, sent: Sent) -> Sent:
        """Return what was sent with names converted to ids, to refill the form."""
        ids = _ids(self.in_text(self._question.text()[0]))
        found = {}
        for field, values in sent.items():
            kind, dash, name = field.partition("-")
            found[f"{kind}{dash}{ids.get(name, name)}"] = [
                ids.get(value, value) for value in values
            ]
        return found

    def sent(self, order: Any, given: Given) -> dict[str, list[str]]:
        """Return what a form with these names sends for a stored answer."""
        question = self._question
        text = self.in_text(question.text()[0])
        form = question.build_form(text, order, question.kind.form(given))
        found = {}
        for field in form.fields:
            chosen = [option.served for option in field.options if option.is_chosen]
            typed = [field.value] if field.value and not field.options else []
            if values := chosen or typed:
                found[field.served] = values
        return found

    @cached_property
    def _names(self) -> Mapping[_Path, str]:
        return dict(self._named(build_neutral_text(self._question), (), self._place))

    def _named(self, text: Text, path: _Path, within: str) -> Iterator[Any]:
        for name, parts in _lists(text):
            met = Counter[str]()
            for part in parts:
                words = _words(self._question, part)
                met[words] += 1
                here = (*path, name, part["id"])
                served = _name(within, name, words, str(met[words]))
                yield here, served
                yield from self._named(part, here, served)

    def _in_text(self, text: Text, path: _Path) -> dict[str, Any]:
        parts = {
            name: [self._in_part(part, (*path, name, part["id"])) for part in parts]
            for name, parts in _lists(text)
        }
        return {**text, **parts}

    def _in_part(self, part: Text, path: _Path) -> dict[str, Any]:
        served = self._names.get(path) or _name(self._place, *path)
        return {**self._in_text(part, path), "served": served}


def build_neutral_text(question: QuestionVersion, text: Text | None = None) -> Text:
    """Return ``text`` with its parts in an order that does not reveal the key.

    Authors write steps in the right order and right choices before wrong ones, so such
    parts are sorted by their words in one language, the same for all candidates.
    Without ``text`` the words of that language are used. Parts with neutral ids stay in
    the authors' order.
    """
    lead = question.body[min(question.body)]
    if question.kind.has_neutral_ids:
        return lead if text is None else text
    return _sorted(lead if text is None else text, dict(_texts(lead, ())), ())


def _texts(text: Text, path: _Path) -> Iterator[tuple[_Path, str]]:
    for name, parts in _lists(text):
        for part in parts:
            here = (*path, name, part["id"])
            yield here, part.get("text", "")
            yield from _texts(part, here)


def _sorted(text: Text, texts: Mapping[_Path, str], path: _Path) -> dict[str, Any]:
    def place(name: str, part: Text) -> tuple[str, str]:
        return texts.get((*path, name, part["id"]), ""), part["id"]

    lists = {
        name: [
            _sorted(part, texts, (*path, name, part["id"]))
            for part in sorted(parts, key=partial(place, name))
        ]
        for name, parts in _lists(text)
    }
    return {**text, **lists}


def _words(question: QuestionVersion, part: Text) -> str:
    """Return what distinguishes a part: its words, or ids unrelated to the key."""
    if question.kind.has_neutral_ids:
        return str(part["id"])
    return str(part.get("text", part["id"]))


def _name(*parts: str) -> str:
    value = "\n".join(parts)
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:_LONG]


def _lists(text: Text) -> Iterator[tuple[str, list[Any]]]:
    for name, value in text.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield name, value


def _renamed(named: Text, steps: Mapping[str, str]) -> dict[str, Any]:
    """Return a named text with names for ids, also where a choice leads."""
    parts = {
        name: [_renamed(part, steps) | {"id": part["served"]} for part in parts]
        for name, parts in _lists(named)
    }
    to = {"to": steps.get(named["to"], named["to"])} if "to" in named else {}
    return {**named, **parts, **to}


def _ids(named: Text) -> dict[str, str]:
    """Return the ids in a named text, by the names beside them."""
    found: dict[str, str] = {}
    for _list, parts in _lists(named):
        for part in parts:
            found |= {part["served"]: part["id"]} | _ids(part)
    return found


def _replaced(given: Given, ids: Mapping[str, str]) -> Given:
    if isinstance(given, dict):
        return {ids.get(key, key): _replaced(one, ids) for key, one in given.items()}
    if isinstance(given, list):
        return [_replaced(one, ids) for one in given]
    return ids.get(given, given) if isinstance(given, str) else given
