"""Say of what kind a place is and which category a position is put into, and since when.

Rules for training name kinds and categories, so a report of last March has to know those
of March.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from elearning.staff.describing import change
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    PostCategory,
    Reclassification,
)

if TYPE_CHECKING:
    from elearning.accounts.models import User


def make_kind(
    place: Establishment,
    kind: Establishment.Kind,
    *,
    by: "User | None",
    reason: str = "",
) -> list[str]:
    """Let ``place`` be of ``kind`` from today on; return the names of what changed."""
    with transaction.atomic():
        before = place.kind
        facts = {"kind": kind}
        changed = change(
            place, "staff.establishment_changed", facts, by=by, reason=reason
        )
        if changed:
            _keep(place, before, kind)
    return changed


def categorise(
    post: Post,
    category: PostCategory | None,
    *,
    by: "User | None",
    reason: str = "",
) -> list[str]:
    """Put ``post`` into ``category`` from today on; return the names of what changed."""
    with transaction.atomic():
        before = post.category_id
        facts = {"category": category}
        changed = change(post, "staff.post_changed", facts, by=by, reason=reason)
        if changed:
            after = category.pk if category else None
            _keep(post, str(before or ""), str(after or ""))
    return changed


class Classes:
    """The kinds and categories at the end of ``on``: one query, and none for today."""

    def __init__(self, on: date) -> None:
        self._before: dict[tuple[str, int], str] = {}
        if on < timezone.localdate():
            later = Reclassification.objects.filter(known_on__gt=on).order_by("-pk")
            for subject, row, before in later.values_list("subject", "row", "before"):
                self._before[subject, row] = before

    def put_back(self, appointment: Appointment) -> Appointment:
        """Return ``appointment`` with the kind of its place and the category of its post."""
        place, post = appointment.establishment, appointment.post
        place.kind = self._before.get(_key(place), place.kind)
        if (before := self._before.get(_key(post))) is not None:
            post.category_id = int(before) if before else None
        return appointment


def _keep(row: models.Model, before: str, after: str) -> None:
    subject, key = _key(row)
    Reclassification.objects.create(
        subject=subject,
        row=key,
        before=before,
        after=after,
        known_on=timezone.localdate(),
    )


def _key(row: models.Model) -> tuple[str, int]:
    return row._meta.label_lower, row.pk  # noqa: SLF001 — public by custom
