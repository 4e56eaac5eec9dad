"""Marks of one attempt as plain values: first marks, corrections and current marks."""

from collections.abc import Iterable
from typing import Any

from courses.assessment.models import (
    AttemptItem,
    KeyCorrection,
    Regrading,
    RegradingReview,
)
from courses.evidence import open_answer_facts
from courses.evidence.plain_values import (
    format_decimal,
    format_if_decimal,
    format_utc_moment,
)


def build_mark_facts(
    items: list[AttemptItem], regradings: list[Regrading]
) -> dict[str, Any]:
    """Return all marks of ``items``, and the changes by ``regradings``."""
    first = [
        {
            "position": item.position,
            "mark": format_decimal(item.mark),
            "correction": str(item.correction.key) if item.correction else None,
        }
        for item in items
    ]
    now = [
        {
            "position": item.position,
            "mark": format_decimal(item.worth),
            "counts": item.counts,
        }
        for item in items
    ]
    return {
        "first": first,
        "open": open_answer_facts.build_open_answer_facts(items),
        "corrections": [
            _correction(one) for one in list_used_corrections(items, regradings)
        ],
        "regradings": [_regrading(one) for one in regradings],
        "now": now,
    }


def list_used_corrections(
    items: list[AttemptItem], regradings: list[Regrading]
) -> Iterable[KeyCorrection]:
    """Return the corrections used in marking, in their order."""
    used = {one.correction_id for one in regradings}
    used |= {item.correction_id for item in items if item.correction_id}
    found = KeyCorrection.objects.filter(pk__in=used).select_related("decision")
    return found.order_by("pk")


def _correction(one: KeyCorrection) -> dict[str, Any]:
    decision = one.decision
    return {
        "key": str(one.key),
        "subject": str(one.pk),
        "effect": one.effect,
        "marks_of": str(one.remarking.key) if one.remarking else None,
        "keys": one.keys,
        "reason": one.reason,
        "proposed_by": one.proposed_by_id,
        "proposed_at": format_utc_moment(one.proposed_at),
        "confirmed_by": decision.by_id,
        "confirmed_at": format_utc_moment(decision.at),
        "confirmed_because": decision.reason,
    }


def _regrading(one: Regrading) -> dict[str, Any]:
    names = ("mark", "counts", "score", "passed", "must_pass_failed")
    sides = {
        side: {
            name: format_if_decimal(getattr(one, f"{name}_{side}")) for name in names
        }
        for side in ("before", "after")
    }
    review = getattr(one, "review", None)
    return {
        "correction": str(one.correction.key),
        "position": one.item.position,
        "at": format_utc_moment(one.at),
        "review": _review(review) if review else None,
        **sides,
    }


def _review(review: RegradingReview) -> dict[str, Any]:
    return {
        "decision": review.decision,
        "reason": review.reason,
        "by": review.by_id,
        "at": format_utc_moment(review.at),
    }
