"""Short text questions, answered in a word or a few."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.kinds.question_type import (
    FULL,
    NOTHING,
    AnswerFormatError,
    AnswerKeyError,
    Body,
    Given,
    Key,
    Sent,
    Text,
    TypedAnswerType,
    XapiInteraction,
    read_single_value,
)

LONGEST = 250
#: The key of accepted texts that belong to no particular language (BCP 47).
ANY_LANGUAGE = "und"
_SPACES = re.compile(r"\s+")
_DASHES = re.compile("[‐‑‒–—−]")
_QUOTES = re.compile("[«»“”„‟\"'’‘`]")


class ShortTextType(TypedAnswerType):
    """A short text that equals one of the accepted ones, in any language.

    Key: ``accepted``, a list of texts for each language. An answer is the text as
    typed. Case, spaces, quotation marks, kinds of dashes, ё for е and a full stop at
    the end make no difference.
    """

    name = "text"
    field = "text"
    label = gettext_lazy("Short answer")
    xapi_type = "fill-in"

    def read(self, text: Text, sent: Sent) -> Given:
        typed = read_single_value(sent, "text")
        if len(typed) > LONGEST or "\x00" in typed:
            raise AnswerFormatError("text")
        return _SPACES.sub(" ", typed) or None

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        hint = _(
            "Write one or more words. Capital letters and full stops do not matter."
        )
        return QuestionForm("line", hint, (self.build_field(sent),))

    def explain(self, error: AnswerFormatError) -> str:
        return say_text_is_too_long() if error.field == "text" else ""

    def solution(self, key: Key) -> Given:
        return list_accepted_texts(key["accepted"])[0]

    def rekeyed(self, key: Key, given: Given) -> Key | None:
        return {**key, "accepted": {ANY_LANGUAGE: [given]}}

    def share(self, key: Key, given: Given) -> Decimal:
        accepted = list_accepted_texts(key["accepted"])
        return FULL if is_accepted_text(given, accepted) else NOTHING

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        return {
            "kind": "words",
            "accepted": normalize_texts(list_accepted_texts(key["accepted"])),
        }

    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        return XapiInteraction(self.xapi_type, list_accepted_texts(key["accepted"]))

    def check(self, text: Text, key: Key) -> None:
        if not list_accepted_texts(key["accepted"]):
            raise AnswerKeyError(
                _("Enter at least one accepted answer in each language.")
            )


def say_text_is_too_long() -> str:
    """Return the message that a typed text is too long."""
    return _("This answer is too long. Write at most 250 characters.")


def list_accepted_texts(by_language: Any) -> list[str]:
    """Return the accepted texts of all languages, each once."""
    texts = (text for language in by_language.values() for text in language)
    return list(dict.fromkeys(texts))


def is_accepted_text(typed: str, texts: list[str]) -> bool:
    """Return whether ``typed`` is equivalent to one of ``texts``."""
    return _plain(typed) in normalize_texts(texts)


def normalize_texts(texts: Iterable[str]) -> list[str]:
    """Return ``texts`` in normalized form, each once."""
    return list(dict.fromkeys(_plain(text) for text in texts))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    text = _QUOTES.sub("", _DASHES.sub("-", text))
    return _SPACES.sub(" ", text).strip(" .")
