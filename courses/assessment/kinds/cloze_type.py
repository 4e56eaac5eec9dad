"""Texts with gaps to fill (cloze)."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    build_options,
    get_served_name,
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
    get_first_language_text,
    list_part_ids,
    read_single_value,
    shuffle_ids,
)
from courses.assessment.kinds.short_text_type import (
    ANY_LANGUAGE,
    LONGEST,
    is_accepted_text,
    list_accepted_texts,
    normalize_texts,
    say_text_is_too_long,
)

#: A gap in the text: its id in double square brackets.
GAP = re.compile(r"\[\[([\w-]+)\]\]")


class ClozeType(QuestionType):
    """A text with gaps, each filled by typing or from a list.

    Words: ``text`` with gaps as ``[[id]]``, and ``gaps``, a list of ``{"id",
    "choices"}``; a gap without choices is typed. Key: ``gaps``, which maps each id to
    the id of the right choice, or to the accepted texts by language. An answer maps
    gaps to their values. With credit for parts, each gap counts.
    """

    name = "cloze"
    label = gettext_lazy("Text with gaps")
    has_parts = True
    xapi_type = "fill-in"

    def order(self, text: Text, chance: Shuffler) -> Any:
        return {
            gap["id"]: shuffle_ids(list_part_ids(gap, "choices"), chance)
            for gap in text["gaps"]
        }

    def read(self, text: Text, sent: Sent) -> Given:
        gaps = {gap["id"]: list_part_ids(gap, "choices") for gap in text["gaps"]}
        if {name for name in sent if name.startswith("gap-")} - {
            f"gap-{g}" for g in gaps
        }:
            raise AnswerFormatError("choice")
        found = {gap: read_single_value(sent, f"gap-{gap}") for gap in gaps}
        for gap, value in found.items():
            if value and gaps[gap] and value not in gaps[gap]:
                raise AnswerFormatError("choice")
            if len(value) > LONGEST or "\x00" in value:
                raise AnswerFormatError("gap")
        return {gap: value for gap, value in found.items() if value} or None

    def form(self, given: Given) -> Sent:
        return {f"gap-{gap}": [value] for gap, value in (given or {}).items()}

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        gaps = {gap["id"]: gap for gap in text["gaps"]}
        fields, end = [], 0
        for number, found in enumerate(GAP.finditer(text["text"]), start=1):
            gap, values = found[1], sent.get(f"gap-{found[1]}", ())
            fields.append(
                QuestionField(
                    f"gap-{gap}",
                    _("Gap %(n)s") % {"n": number},
                    value="".join(values),
                    options=build_options(gaps[gap]["choices"], order[gap], values),
                    before=text["text"][end : found.start()],
                    served_as=f"gap-{get_served_name(gaps[gap])}",
                )
            )
            end = found.end()
        hint = _("Fill every gap.")
        if counts_parts:
            hint = _("Fill every gap. Each right one counts.")
        return QuestionForm("gaps", hint, tuple(fields), after=text["text"][end:])

    def explain(self, error: AnswerFormatError) -> str:
        return say_text_is_too_long() if error.field == "gap" else ""

    def solution(self, key: Key) -> Given:
        return {
            gap: wanted if isinstance(wanted, str) else list_accepted_texts(wanted)[0]
            for gap, wanted in key["gaps"].items()
        }

    def rekeyed(self, key: Key, given: Given) -> Key | None:
        return {
            **key,
            "gaps": {
                gap: given.get(gap, "")
                if isinstance(wanted, str)
                else {ANY_LANGUAGE: [given[gap]] if gap in given else []}
                for gap, wanted in key["gaps"].items()
            },
        }

    def share(self, key: Key, given: Given) -> Decimal:
        gaps = key["gaps"]
        right = sum(_fits(given.get(gap, ""), wanted) for gap, wanted in gaps.items())
        return compute_share(right, len(gaps))

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        gaps = key["gaps"].items()
        return {f"gap-{gap}": _fits(given.get(gap, ""), wanted) for gap, wanted in gaps}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        gaps = {gap["id"]: build_served_names(gap, "choices") for gap in text["gaps"]}
        return {
            "kind": "gaps",
            "choices": {
                name: list(gaps[gap].values())
                for gap, name in build_served_names(text, "gaps").items()
            },
            "gaps": {
                name: gaps[gap][wanted]
                if isinstance(wanted := key["gaps"][gap], str)
                else normalize_texts(list_accepted_texts(wanted))
                for gap, name in build_served_names(text, "gaps").items()
            },
        }

    def response(self, body: Body, given: Given) -> str:
        gaps = iter_gap_ids(get_first_language_text(body))
        filled = (given.get(gap, "") for gap in gaps)
        return JOINT.join(value.replace(JOINT, ", ") for value in filled)

    def check(self, text: Text, key: Key) -> None:
        gaps = list(iter_gap_ids(text))
        if not gaps or sorted(gaps) != sorted(list_part_ids(text, "gaps")):
            raise AnswerKeyError(_("Each gap must appear in the text once, as [[1]]."))
        if set(key["gaps"]) != set(gaps):
            raise AnswerKeyError(_("Enter the right answer for every gap."))
        for gap in text["gaps"]:
            wanted, choices = key["gaps"][gap["id"]], list_part_ids(gap, "choices")
            if wanted not in choices if choices else not list_accepted_texts(wanted):
                raise AnswerKeyError(_("Enter the right answer for every gap."))


def iter_gap_ids(text: Text) -> Iterator[str]:
    """Yield the ids of the gaps in the order of the text."""
    return (match[1] for match in GAP.finditer(text["text"]))


def _fits(given: str, wanted: Any) -> bool:
    if isinstance(wanted, str):
        return given == wanted
    return is_accepted_text(given, list_accepted_texts(wanted))
