"""The answers in the braces of GIFT, and how its special characters are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from content.questions.exchange.exchange_question import check_answer_count

_SPECIAL = "~=#{}:\\"
#: While a text is taken apart, special characters without meaning are private ones.
_PRIVATE = 0xE000
_HIDDEN = {chr(_PRIVATE + ord(one)): one for one in _SPECIAL} | {"\ue00a": "\n"}
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_WEIGHT = re.compile(r"\A\s*%(-?[0-9.]{1,12})%")
_SIGN = re.compile(r"[=~]")


@dataclass(frozen=True)
class GiftAnswer:
    """One answer: its sign, its weight in per cent, its text and feedback."""

    sign: str
    weight: Decimal
    text: str
    feedback: str


def protect_escapes(text: str) -> str:
    """Return ``text`` with special characters that mean nothing made private."""
    return _ESCAPED.sub(
        lambda found: "\ue00a" if found[1] == "n" else chr(_PRIVATE + ord(found[1])),
        text,
    )


def restore_escapes(text: str) -> str:
    """Return a part of a fixed text as people read it."""
    return "".join(_HIDDEN.get(one, one) for one in text)


def escape_gift_text(text: str) -> str:
    """Return ``text`` so that nothing in it means anything to GIFT."""
    marked = "".join(f"\\{one}" if one in _SPECIAL else one for one in text)
    return marked.replace("\n", "\\n")


def iter_gift_answers(inside: str) -> Iterator[GiftAnswer]:
    """Yield the answers of a fixed text; what stands before the first is no answer."""
    places = [found.start() for found in _SIGN.finditer(inside)]
    check_answer_count(len(places))
    for start, end in pairwise([*places, len(inside)]):
        sign, rest = inside[start], inside[start + 1 : end]
        weight = Decimal(100 if sign == "=" else 0)
        if found := _WEIGHT.match(rest):
            weight = _number(found[1])
            rest = rest[found.end() :]
        text, _hash, feedback = rest.partition("#")
        yield GiftAnswer(sign, weight, text, feedback)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal(0)
