"""Answers inside the braces of GIFT, and escaping of its special characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from itertools import pairwise

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import (
    QuestionError,
    check_answer_count,
    parse_weight,
)

_SPECIAL = "~=#{}:\\"
#: During parsing, escaped special characters are replaced by private-use characters.
_PRIVATE = 0xE000
_HIDDEN = {chr(_PRIVATE + ord(one)): one for one in _SPECIAL} | {"\ue00a": "\n"}
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_WEIGHT = re.compile(r"\A\s*%(-?[0-9.]{1,12})%")
_SIGN = re.compile(r"[=~]")
_TRUTH = re.compile(r"\A(T|TRUE|F|FALSE)\s*(?:#|\Z)", re.IGNORECASE)


class GiftForm(Enum):
    """The forms of answers in GIFT."""

    EMPTY = auto()
    NUMBER = auto()
    ORDER = auto()
    TRUTH = auto()
    CHOICES = auto()
    PAIRS = auto()
    TEXTS = auto()


@dataclass(frozen=True)
class GiftAnswer:
    """An answer: its sign, its weight in per cent, its text and its feedback."""

    sign: str
    weight: Decimal
    text: str
    feedback: str


def protect_escapes(text: str) -> str:
    """Return ``text`` with private-use characters for escaped ones."""
    return _ESCAPED.sub(
        lambda found: "\ue00a" if found[1] == "n" else chr(_PRIVATE + ord(found[1])),
        text,
    )


def restore_escapes(text: str) -> str:
    """Return a part of a protected text with its special characters restored."""
    return "".join(_HIDDEN.get(one, one) for one in text)


def escape_gift_text(text: str) -> str:
    """Return ``text`` with the special characters of GIFT escaped."""
    marked = "".join(f"\\{one}" if one in _SPECIAL else one for one in text)
    return marked.replace("\n", "\\n")


def detect_gift_form(inside: str) -> GiftForm:
    """Return the form of the answers in braces."""
    if not inside:
        return GiftForm.EMPTY
    if inside[0] in _SIGNED:
        return _SIGNED[inside[0]]
    if _TRUTH.match(inside):
        return GiftForm.TRUTH
    found = list(iter_gift_answers(inside))
    if not found:
        raise QuestionError(
            _("The answers start with neither = nor ~. Put = before a right answer.")
        )
    if any(one.sign == "~" for one in found):
        return GiftForm.CHOICES
    is_paired = any("->" in one.text for one in found)
    return GiftForm.PAIRS if is_paired else GiftForm.TEXTS


def iter_gift_answers(inside: str) -> Iterator[GiftAnswer]:
    """Yield the answers of a protected text; text before the first sign is skipped."""
    places = [found.start() for found in _SIGN.finditer(inside)]
    check_answer_count(len(places))
    for start, end in pairwise([*places, len(inside)]):
        sign, rest = inside[start], inside[start + 1 : end]
        weight = Decimal(100 if sign == "=" else 0)
        if found := _WEIGHT.match(rest):
            weight = parse_weight(found[1])
            rest = rest[found.end() :]
        text, _hash, feedback = rest.partition("#")
        yield GiftAnswer(sign, weight, text, feedback)


def format_percent_share(parts: int) -> str:
    """Return the weight of one of ``parts`` in per cent, rounded as Moodle expects."""
    share = (Decimal(100) / max(parts, 1)).quantize(Decimal("1.00000"))
    return f"{share:f}".rstrip("0").rstrip(".")


#: The form that the first character in the braces indicates.
_SIGNED = {"#": GiftForm.NUMBER, ">": GiftForm.ORDER}
