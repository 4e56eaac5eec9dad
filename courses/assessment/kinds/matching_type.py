"""Matching questions: items on the left, each matched with one on the right."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    build_options,
    get_served_name,
    letter_parts,
)
from courses.assessment.kinds.question_type import (
    JOINT,
    PAIRED,
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
    read_single_value,
    shuffle_ids,
)

_FEWEST = 2


class MatchingType(QuestionType):
    """Each item on the left has one on the right; several may have the same.

    Words: ``left`` and ``right``, lists of ``{"id", "text"}``; the right may have more
    than needed. Key: ``pairs``, from left ids to right ids. An answer is a subset of
    such pairs. With credit for parts, each right pair counts.
    """

    name = "matching"
    label = gettext_lazy("Matching")
    has_parts = True
    right_part = "pairs"
    xapi_type = "matching"
    xapi_lists = {"source": "left", "target": "right"}

    def order(self, text: Text, chance: Shuffler) -> Any:
        return {
            side: shuffle_ids(list_part_ids(text, side), chance)
            for side in ("left", "right")
        }

    def read(self, text: Text, sent: Sent) -> Given:
        known = set(list_part_ids(text, "right"))
        found = {}
        for left in list_part_ids(text, "left"):
            if value := read_single_value(sent, f"pair-{left}"):
                found[left] = value
        strange = {name for name in sent if name.startswith("pair-")}
        strange -= {f"pair-{left}" for left in list_part_ids(text, "left")}
        if strange or not set(found.values()) <= known:
            raise AnswerFormatError("pair")
        return found or None

    def form(self, given: Given) -> Sent:
        return {f"pair-{left}": [right] for left, right in (given or {}).items()}

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        left = {part["id"]: part for part in text["left"]}
        right, listed = letter_parts(text["right"], order["right"])
        fields = tuple(
            QuestionField(
                f"pair-{name}",
                left[name]["text"],
                options=build_options(
                    right, order["right"], sent.get(f"pair-{name}", ())
                ),
                served_as=f"pair-{get_served_name(left[name])}",
            )
            for name in order["left"]
        )
        hint = _("Choose the match for each line.")
        if counts_parts:
            hint = _("Choose the match for each line. Each right line counts.")
        return QuestionForm("selects", hint, fields, listed=listed)

    def share(self, key: Key, given: Given) -> Decimal:
        pairs = key["pairs"]
        return compute_share(
            sum(given.get(left) == right for left, right in pairs.items()), len(pairs)
        )

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        pairs = key["pairs"].items()
        return {f"pair-{left}": given.get(left) == right for left, right in pairs}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        left, right = (build_served_names(text, side) for side in ("left", "right"))
        return {
            "kind": "pairs",
            "left": list(left.values()),
            "right": list(right.values()),
            "pairs": {left[one]: right[other] for one, other in key["pairs"].items()},
        }

    def response(self, body: Body, given: Given) -> str:
        return JOINT.join(
            f"{left}{PAIRED}{given[left]}"
            for left in list_part_ids(get_first_language_text(body), "left")
            if left in given
        )

    def check(self, text: Text, key: Key) -> None:
        left, right = list_part_ids(text, "left"), list_part_ids(text, "right")
        if len(left) < _FEWEST or len(set(right)) < _FEWEST:
            raise AnswerKeyError(_("Give at least two pairs."))
        if set(key["pairs"]) != set(left) or not set(key["pairs"].values()) <= set(
            right
        ):
            raise AnswerKeyError(_("Give each item on the left its counterpart."))
