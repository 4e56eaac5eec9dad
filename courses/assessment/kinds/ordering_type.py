"""Ordering questions: steps to be put in order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    build_options,
    letter_parts,
)
from courses.assessment.kinds.question_type import (
    JOINT,
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
    list_part_ids,
    read_single_value,
    shuffle_ids,
)

_FEWEST = 3


class OrderingType(QuestionType):
    """Steps in an order.

    Words: ``steps``, a list of ``{"id", "text"}``. Key: ``order``, their ids in the
    right order. An answer is a list of ids, one per place, ``None`` for an empty place;
    a step put at two places is stored so, and is wrong at one of them. With credit for
    parts, each step at its place counts.
    """

    name = "ordering"
    label = gettext_lazy("Ordering")
    has_parts = True
    right_part = "order"
    xapi_type = "sequencing"
    xapi_lists = {"choices": "steps"}

    def order(self, text: Text, chance: Shuffler) -> Any:
        return shuffle_ids(list_part_ids(text, "steps"), chance)

    def read(self, text: Text, sent: Sent) -> Given:
        names = list_part_ids(text, "steps")
        fields = [f"place-{number}" for number in range(1, len(names) + 1)]
        strange = {name for name in sent if name.startswith("place-")} - set(fields)
        places = [read_single_value(sent, field) or None for field in fields]
        if strange or not {name for name in places if name} <= set(names):
            raise AnswerFormatError("place")
        return places if any(places) else None

    def form(self, given: Given) -> Sent:
        places = enumerate(given or [], start=1)
        return {f"place-{number}": [name] for number, name in places if name}

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        steps, listed = letter_parts(text["steps"], order)
        fields = tuple(
            QuestionField(
                f"place-{number}",
                _("Step %(n)s") % {"n": number},
                options=build_options(steps, order, sent.get(f"place-{number}", ())),
            )
            for number in range(1, len(order) + 1)
        )
        hint = _("Choose which step comes first, which second, and so on.")
        if counts_parts:
            hint = _(
                "Choose which step comes first, which second, and so on. Each "
                "step in the right place counts."
            )
        return QuestionForm("selects", hint, fields, listed=listed)

    def share(self, key: Key, given: Given) -> Decimal:
        right = sum(
            one == other for one, other in zip(given, key["order"], strict=True)
        )
        return compute_share(right, len(key["order"]))

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        places = zip(given, key["order"], strict=True)
        return {
            f"place-{number}": one == other
            for number, (one, other) in enumerate(places, start=1)
        }

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        names = build_served_names(text, "steps")
        return {"kind": "order", "order": [names[one] for one in key["order"]]}

    def response(self, body: Body, given: Given) -> str:
        return JOINT.join(name for name in given if name)

    def check(self, text: Text, key: Key) -> None:
        names = list_part_ids(text, "steps")
        if len(names) < _FEWEST or sorted(names) != sorted(key["order"]):
            raise AnswerKeyError(_("Add at least three steps, each only once."))
