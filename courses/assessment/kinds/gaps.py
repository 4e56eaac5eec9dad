"""Texts with gaps to fill (cloze)."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.kinds.kind import (
    JOINT,
    Body,
    Chance,
    Given,
    GivenError,
    Interaction,
    Key,
    KeyFaultError,
    Kind,
    Sent,
    Text,
    ids,
    lead,
    served,
    share_of,
    shuffled,
    single_value,
)
from courses.assessment.kinds.words import (
    ANY_LANGUAGE,
    LONGEST,
    accepted,
    is_among,
    plain,
)

#: A gap in the text: its id in double square brackets.
GAP = re.compile(r"\[\[([\w-]+)\]\]")


class Gaps(Kind):
    """A text with gaps, each typed or chosen from a list.

    Words: ``text`` with gaps as ``[[id]]``, and ``gaps``, a list of ``{"id",
    "choices"}``; without choices a gap is typed. Key: ``gaps``, for each id the id of
    the right choice, or the accepted texts by language. An answer is what was put into
    each gap. Part for part, each gap counts.
    """

    name = "cloze"
    has_parts = True

    def order(self, text: Text, chance: Chance) -> Any:
        return {
            gap["id"]: shuffled(ids(gap, "choices"), chance) for gap in text["gaps"]
        }

    def read(self, text: Text, sent: Sent) -> Given:
        gaps = {gap["id"]: ids(gap, "choices") for gap in text["gaps"]}
        if {name for name in sent if name.startswith("gap-")} - {
            f"gap-{g}" for g in gaps
        }:
            raise GivenError("choice")
        found = {gap: single_value(sent, f"gap-{gap}") for gap in gaps}
        for gap, value in found.items():
            if value and gaps[gap] and value not in gaps[gap]:
                raise GivenError("choice")
            if len(value) > LONGEST or "\x00" in value:
                raise GivenError("gap")
        return {gap: value for gap, value in found.items() if value} or None

    def form(self, given: Given) -> Sent:
        return {f"gap-{gap}": [value] for gap, value in (given or {}).items()}

    def solution(self, key: Key) -> Given:
        return {gap: _first(wanted) for gap, wanted in key["gaps"].items()}

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
        return share_of(right, len(gaps))

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        gaps = key["gaps"].items()
        return {f"gap-{gap}": _fits(given.get(gap, ""), wanted) for gap, wanted in gaps}

    def rule(self, text: Text, key: Key) -> Mapping[str, Any]:
        gaps = {gap["id"]: served(gap, "choices") for gap in text["gaps"]}
        return {
            "kind": "gaps",
            "choices": {
                name: list(gaps[gap].values())
                for gap, name in served(text, "gaps").items()
            },
            "gaps": {
                name: gaps[gap][wanted]
                if isinstance(wanted := key["gaps"][gap], str)
                else plain(accepted(wanted))
                for gap, name in served(text, "gaps").items()
            },
        }

    def interaction(self, body: Body, key: Key) -> Interaction:
        """Describe it as fill-in, in the order of the gaps in the text."""
        return Interaction("fill-in", [self.response(body, self.solution(key))])

    def response(self, body: Body, given: Given) -> str:
        filled = (given.get(gap, "") for gap in in_order(lead(body)))
        return JOINT.join(value.replace(JOINT, ", ") for value in filled)

    def check(self, text: Text, key: Key) -> None:
        gaps = list(in_order(text))
        if not gaps or sorted(gaps) != sorted(ids(text, "gaps")):
            raise KeyFaultError(_("Every gap stands in the text once, as [[1]]."))
        if set(key["gaps"]) != set(gaps):
            raise KeyFaultError(_("Say for every gap what is right."))
        for gap in text["gaps"]:
            wanted, choices = key["gaps"][gap["id"]], ids(gap, "choices")
            if wanted not in choices if choices else not accepted(wanted):
                raise KeyFaultError(_("Say for every gap what is right."))


def in_order(text: Text) -> Iterator[str]:
    """Yield the ids of the gaps in the order in which they stand in the text."""
    return (match[1] for match in GAP.finditer(text["text"]))


def _fits(given: str, wanted: Any) -> bool:
    if isinstance(wanted, str):
        return given == wanted
    return is_among(given, accepted(wanted))


def _first(wanted: Any) -> str:
    return wanted if isinstance(wanted, str) else accepted(wanted)[0]
