"""Open answers: longer texts marked by people with a rubric (curriculum A.6)."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.kinds.question_type import (
    JOINT,
    AnswerFormatError,
    AnswerKeyError,
    Body,
    Given,
    Key,
    ScoredPart,
    Sent,
    Text,
    TypedAnswerType,
    XapiInteraction,
    compute_share,
    list_part_ids,
    read_single_value,
)

#: The maximum length of any open answer, and the default, in characters.
LONGEST, USUAL = 5000, 2000
#: The possible numbers of markers of an answer.
MARKERS = (1, 2)
_CRITERIA = range(1, 9)
_LEVELS = range(2, 7)
#: A parameter before a text in xAPI (Part Two, Appendix C), such as ``{lang=kk}``.
_PARAMETER = re.compile(r"\{(?=[a-z_]+=)")


class OpenAnswerType(TypedAnswerType):
    """A text of several sentences, marked by people.

    Words: ``limit``, the maximum number of characters; ``sample``, what an answer
    should contain; and ``criteria``, a list of ``{"id", "text", "levels"}``, with the
    levels described from no points upwards. Key: ``criteria``, the maximum points of
    each by its id; ``markers``, how many people mark it independently; and, where a
    level is not worth its number, ``points``, the worth of each level of each
    criterion. An answer is the text.
    """

    name = "open"
    field = "open"
    label = gettext_lazy("Open answer")
    xapi_type = "long-fill-in"
    has_parts = True
    is_marked_by_people = True
    is_for_practice = False

    def read(self, text: Text, sent: Sent) -> Given:
        typed = re.sub(r"\r\n?", "\n", read_single_value(sent, "open"))
        if len(typed) > text["limit"]:
            raise AnswerFormatError("open", limit=text["limit"])
        if "\x00" in typed:
            raise AnswerFormatError("open")
        return typed or None

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        hint = _(
            "A trainer marks this answer by the criteria below. Do not name "
            "prisoners or colleagues."
        )
        criteria = tuple(one["text"] for one in text["criteria"])
        return QuestionForm(
            "open",
            hint,
            (self.build_field(sent),),
            listed=criteria,
            limit=text["limit"],
        )

    def explain(self, error: AnswerFormatError) -> str:
        if error.limit is None:
            return ""
        words = ngettext(
            "This answer is too long. Write at most %(n)s character.",
            "This answer is too long. Write at most %(n)s characters.",
            error.limit,
        )
        return words % {"n": error.limit}

    def earners(self, text: Text) -> list[ScoredPart]:
        return [
            ScoredPart(
                format_level_id(criterion["id"], level), criterion["text"], words
            )
            for criterion in text["criteria"]
            for level, words in enumerate(criterion["levels"])
        ]

    def points(self, key: Key) -> Mapping[str, int | None]:
        return {
            format_level_id(name, level): points
            for name, worths in get_level_points(key).items()
            for level, points in enumerate(worths)
        }

    def repointed(self, key: Key, points: Mapping[str, int | None]) -> Key:
        worths = {
            name: [points[format_level_id(name, level)] for level in range(most + 1)]
            for name, most in key["criteria"].items()
        }
        plain = {name: value for name, value in key.items() if name != "points"}
        is_usual = worths == get_level_points(plain)
        return plain if is_usual else {**plain, "points": worths}

    def share(self, key: Key, given: Given) -> Decimal | None:
        """Return ``None``: the words of a text alone do not give its mark."""
        return None

    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        return XapiInteraction(self.xapi_type, [])

    def response(self, body: Body, given: Given) -> str:
        """Return the text as one item without parameters, whatever it contains."""
        text = str(given).replace(JOINT, ", ")
        return _PARAMETER.sub("{ ", text, count=1) if text.startswith("{") else text

    def check(self, text: Text, key: Key) -> None:
        criteria = text["criteria"]
        names = list_part_ids(text, "criteria")
        if len(names) not in _CRITERIA or len(set(names)) != len(names):
            raise AnswerKeyError(_("A rubric must have one to eight criteria."))
        for criterion in criteria:
            levels = criterion["levels"]
            if not criterion["text"] or len(levels) not in _LEVELS:
                raise AnswerKeyError(
                    _("Give each criterion a name and two to six levels, one per line.")
                )
        most = {one["id"]: len(one["levels"]) - 1 for one in criteria}
        if most != key["criteria"]:
            raise AnswerKeyError(
                _("Each criterion has the same levels in every language.")
            )
        _check_scale(get_level_points(key))
        if key["markers"] not in MARKERS:
            raise AnswerKeyError(_("An open answer must have one or two markers."))
        if not 1 <= text["limit"] <= LONGEST:
            raise AnswerKeyError(
                _("Set the character limit to between 1 and %(n)s.") % {"n": LONGEST}
            )


def format_level_id(criterion: str, level: int) -> str:
    """Return the name under which a level of a criterion earns points."""
    return f"{criterion}/{level}"


def get_level_points(key: Key) -> Mapping[str, Sequence[int]]:
    """Return the points of each level of each criterion; by default its number."""
    known: Mapping[str, Sequence[int]] | None = key.get("points")
    if known is not None:
        return known
    return {name: list(range(most + 1)) for name, most in key["criteria"].items()}


def compute_maximum_points(key: Key) -> int:
    """Return the maximum points of the rubric."""
    return sum(max(worths) for worths in get_level_points(key).values())


def find_rubric_points(key: Key, levels: Mapping[str, int]) -> int | None:
    """Return the points of ``levels``, or ``None`` if they do not fit this rubric."""
    most = key["criteria"]
    if set(levels) != set(most):
        return None
    if any(not 0 <= level <= most[name] for name, level in levels.items()):
        return None
    worths = get_level_points(key)
    return sum(worths[name][level] for name, level in levels.items())


def compute_rubric_mark(key: Key, *points: int) -> Decimal:
    """Return the mark (0 to 1) of an answer with ``points``; the mean, if several."""
    return compute_share(sum(points), compute_maximum_points(key) * len(points))


def _check_scale(worths: Mapping[str, Sequence[int]]) -> None:
    for points in worths.values():
        if min(points) < 0 or any(one > other for one, other in pairwise(points)):
            raise AnswerKeyError(
                _("Give each level as many points as the one before it, or more.")
            )
    if not any(max(points) for points in worths.values()):
        raise AnswerKeyError(_("Give points to at least one level."))
