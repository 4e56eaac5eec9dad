"""Questions with choices: single choice, multiple choice, true or false."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    build_options,
)
from courses.assessment.kinds.question_type import (
    FULL,
    JOINT,
    NOTHING,
    AnswerFormatError,
    AnswerKeyError,
    Body,
    Given,
    Key,
    QuestionType,
    Sent,
    Shuffler,
    Text,
    build_served_names,
    compute_share,
    get_first_language_text,
    list_part_ids,
    shuffle_ids,
)

_FEWEST = 2


class SingleChoiceType(QuestionType):
    """One of several choices; an answer is a list with its id."""

    name = "single"
    label = gettext_lazy("One answer")
    has_neutral_ids = True
    right_part = "right"
    xapi_type = "choice"
    xapi_lists = {"choices": "choices"}
    takes_several = False

    def takes(self, text: Text) -> bool:
        """Return whether more than one choice may be selected."""
        return self.takes_several

    def order(self, text: Text, chance: Shuffler) -> Any:
        return shuffle_ids(list_part_ids(text, "choices"), chance)

    def read(self, text: Text, sent: Sent) -> Given:
        chosen = set(sent.get("choice", ()))
        found = [name for name in list_part_ids(text, "choices") if name in chosen]
        if len(found) != len(chosen) or (len(found) > 1 and not self.takes(text)):
            raise AnswerFormatError("choice")
        return found or None

    def form(self, given: Given) -> Sent:
        return {"choice": given or []}

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        hint = _("Choose one answer")
        if self.takes(text):
            hint = _("Choose all that apply")
        if counts_parts:
            hint = _(
                "Choose all that apply. Each right choice counts; each wrong one "
                "cancels a right one."
            )
        options = build_options(text["choices"], order, sent.get("choice", ()))
        field = QuestionField("choice", text["stem"], options=options)
        return QuestionForm("choices", hint, (field,), takes_several=self.takes(text))

    def share(self, key: Key, given: Given) -> Decimal:
        return FULL if set(given) == set(key["right"]) else NOTHING

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        return {name: name in key["right"] for name in given}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        names = build_served_names(text, "choices")
        return {
            "kind": "choices",
            "choices": list(names.values()),
            "several": self.takes(text),
            "parts": self.has_parts,
            "right": [names[one] for one in key["right"]],
        }

    def response(self, body: Body, given: Given) -> str:
        return JOINT.join(
            name
            for name in list_part_ids(get_first_language_text(body), "choices")
            if name in given
        )

    def check(self, text: Text, key: Key) -> None:
        names, right = list_part_ids(text, "choices"), key["right"]
        if len(set(names)) != len(names) or len(names) < _FEWEST:
            raise AnswerKeyError(_("Give at least two choices."))
        if not right or not set(right) <= set(names):
            raise AnswerKeyError(_("Mark at least one option as right."))
        if len(right) > 1 and not self.takes_several:
            raise AnswerKeyError(_("Mark exactly one option as right."))


class MultipleChoiceType(SingleChoiceType):
    """Any number of several choices.

    With credit for parts, each right choice adds one and each wrong one subtracts one,
    so that selecting all is worth no more than selecting none.
    """

    name = "multiple"
    label = gettext_lazy("Several answers")
    takes_several = True
    has_parts = True

    def share(self, key: Key, given: Given) -> Decimal:
        right = set(key["right"])
        hit = len(right.intersection(given))
        return compute_share(hit - (len(given) - hit), len(right))


class TrueFalseType(SingleChoiceType):
    """True or false: two choices, true first, never shuffled."""

    name = "truefalse"
    label = gettext_lazy("True or false")
    xapi_type = "true-false"
    xapi_lists = {}

    def order(self, text: Text, chance: Shuffler) -> Any:
        return list_part_ids(text, "choices")

    def response(self, body: Body, given: Given) -> str:
        names = list_part_ids(get_first_language_text(body), "choices")
        return "true" if given == names[:1] else "false"
