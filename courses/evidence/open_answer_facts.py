"""Open answers as plain values: their marks, and the answers set aside.

Markers are account numbers, like all actors. The text of an answer that was set aside
is left out, as it may name a prisoner: a pack holds its fingerprint and the text that
markers read instead.
"""

from collections.abc import Iterable
from typing import Any

from courses.assessment.marks import open_answer_marking
from courses.assessment.models import AttemptItem, OpenMark, Response, SetAside
from courses.evidence.plain_values import compute_fingerprint, format_utc_moment


def build_open_answer_facts(items: Iterable[AttemptItem]) -> list[dict[str, Any]]:
    """Return the open answers in ``items`` with all marks and set-asides.

    ``subject`` is the key of the answer in the audit log, ``wanted`` the number of
    markers, and ``asked_by`` the correction for which an answer was marked again.
    Prefetch ``open_marks__correction`` and ``set_asides__given_back``.
    """
    return [
        {
            "position": item.position,
            "subject": str(item.pk),
            "wanted": open_answer_marking.count_required_markers(item),
            "marks": [_mark(one) for one in item.open_marks.all()],
            "set_aside": [_set_aside(one) for one in item.set_asides.all()],
        }
        for item in items
        if item.question.is_marked_by_people
    ]


def build_response_facts(one: Response, *, is_withheld: bool) -> dict[str, Any]:
    """Return a saved answer, or its fingerprint without the text if it is withheld."""
    facts = {"sequence": one.sequence, "saved_at": format_utc_moment(one.saved_at)}
    if is_withheld and one.given is not None:
        return facts | {"given": None, "withheld": compute_fingerprint(str(one.given))}
    return facts | {"given": one.given}


def is_answer_withheld(item: AttemptItem) -> bool:
    """Tell whether the text of an answer is left out of the pack."""
    return bool(item.set_asides.all())


def _mark(one: OpenMark) -> dict[str, Any]:
    return {
        "marker": one.marker_id,
        "asked_by": str(one.correction.key) if one.correction else None,
        "is_decision": one.is_decision,
        "levels": one.levels,
        "points": one.points,
        "comment": one.comment,
        "at": format_utc_moment(one.at),
    }


def _set_aside(one: SetAside) -> dict[str, Any]:
    back = getattr(one, "given_back", None)
    return {
        "by": one.by_id,
        "at": format_utc_moment(one.at),
        "given_back": back
        and {"by": back.by_id, "at": format_utc_moment(back.at), "text": back.text},
    }
