"""Questions whose answer is a number."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

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

_LONGEST = 40
#: Digits, optionally grouped by spaces, with a decimal comma or point.
_WRITTEN = re.compile(r"[+-]?[0-9][0-9 \u00a0\u202f]*(?:[.,][0-9]+)?")


class NumericType(TypedAnswerType):
    """A number, within a tolerance.

    Words: ``unit``, shown beside the field, may be empty. Key: ``value`` and
    ``tolerance``, decimal numbers as text. An answer is such a number: it may be typed
    with a comma or a point, grouped by spaces, and followed by the unit.
    """

    name = "numeric"
    field = "number"
    right_part = "value"
    label = pgettext_lazy("type of question", "Number")
    xapi_type = "numeric"

    def read(self, text: Text, sent: Sent) -> Given:
        typed = read_single_value(sent, "number")
        if not typed:
            return None
        if (unit := text.get("unit", "")) and typed.casefold().endswith(
            unit.casefold()
        ):
            typed = typed[: -len(unit)].rstrip()
        if len(typed) > _LONGEST or not _WRITTEN.fullmatch(typed):
            raise AnswerFormatError("number")
        plain = re.sub(r"\s", "", typed).replace(",", ".")
        return f"{Decimal(plain):f}"

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        hint = _("Write a number in digits.")
        return QuestionForm(
            "line", hint, (self.build_field(sent),), unit=text.get("unit", "")
        )

    def explain(self, error: AnswerFormatError) -> str:
        """Return how to write a number, which may simply be mistyped."""
        if error.field != "number":
            return ""
        return _("Write the answer as a number, in digits: 15 or 15.5.")

    def share(self, key: Key, given: Given) -> Decimal:
        distance = abs(_exactly(given) - _exactly(key["value"]))
        return FULL if distance <= _exactly(key.get("tolerance", "0")) else NOTHING

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        return {
            "kind": "number",
            "unit": text.get("unit", ""),
            "value": f"{Decimal(key['value']):f}",
            "tolerance": f"{Decimal(key.get('tolerance', '0')):f}",
        }

    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        value, tolerance = Decimal(key["value"]), Decimal(key.get("tolerance", "0"))
        return XapiInteraction(
            self.xapi_type, [f"{value - tolerance:f}[:]{value + tolerance:f}"]
        )

    def check(self, text: Text, key: Key) -> None:
        try:
            numbers = [Decimal(key["value"]), Decimal(key.get("tolerance", "0"))]
        except (InvalidOperation, TypeError):
            numbers = []
        if not numbers or not all(n.is_finite() for n in numbers) or numbers[1] < 0:
            raise AnswerKeyError(
                _("Enter the right number and a tolerance of zero or more.")
            )


def _exactly(number: str) -> Fraction:
    """Return a decimal number; the difference of two such numbers is not rounded."""
    return Fraction(Decimal(number))
