"""Kinds of establishments and categories of positions, with their history.

Training rules name kinds and categories, so a report of last March needs those of
March.
"""

from collections import defaultdict
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from elearning.accounts.models import User
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    PostCategory,
    Reclassification,
)
from elearning.staff.reference_data import update_audited_row


def change_establishment_kind(
    place: Establishment,
    kind: Establishment.Kind,
    *,
    by: User | None,
    reason: str = "",
) -> list[str]:
    """Set the kind of ``place`` from today on; return the names of changed fields."""
    with transaction.atomic():
        before = place.kind
        facts = {"kind": kind}
        changed = update_audited_row(
            place, "staff.establishment_changed", facts, by=by, reason=reason
        )
        if changed:
            _keep(place, before, kind)
    return changed


def assign_post_category(
    post: Post,
    category: PostCategory | None,
    *,
    by: User | None,
    reason: str = "",
) -> list[str]:
    """Set the category of ``post`` from today on; return the names of changed fields."""
    with transaction.atomic():
        before = post.category_id
        facts = {"category": category}
        changed = update_audited_row(
            post, "staff.post_changed", facts, by=by, reason=reason
        )
        if changed:
            after = category.pk if category else None
            _keep(post, str(before or ""), str(after or ""))
    return changed


class ReclassificationHistory:
    """Changes of kinds and categories after ``since``: one query, or none for today."""

    def __init__(self, since: date) -> None:
        self._told: dict[tuple[str, int], list[tuple[date, str]]] = defaultdict(list)
        if since < timezone.localdate():
            later = Reclassification.objects.filter(known_on__gt=since).order_by("pk")
            for subject, row, known_on, before in later.values_list(
                "subject", "row", "known_on", "before"
            ):
                self._told[subject, row].append((known_on, before))

    @property
    def days(self) -> set[date]:
        """The days of these changes."""
        return {known_on for told in self._told.values() for known_on, _ in told}

    def kinds(self, on: date) -> dict[int, str]:
        """Return the kinds on ``on`` of establishments whose kind changed later."""
        return self._before(Establishment, on)

    def categories(self, on: date) -> dict[int, int | None]:
        """Return the category keys on ``on`` of posts whose category changed later."""
        before = self._before(Post, on)
        return {pk: int(key) if key else None for pk, key in before.items()}

    def _before(self, model: type[models.Model], on: date) -> dict[int, str]:
        label = model._meta.label_lower
        found: dict[int, str] = {}
        for (subject, row), told in self._told.items():
            later = [before for known_on, before in told if known_on > on]
            if subject == label and later:
                found[row] = later[0]
        return found


class ClassificationAsOf:
    """The kinds and categories at the end of ``on``: one query, or none for today."""

    def __init__(self, on: date) -> None:
        told = ReclassificationHistory(on)
        self._kinds, self._categories = told.kinds(on), told.categories(on)

    def put_back(self, appointment: Appointment) -> Appointment:
        """Return ``appointment`` with the kind and category of that day."""
        place, post = appointment.establishment, appointment.post
        place.kind = self._kinds.get(place.pk, place.kind)
        post.category_id = self._categories.get(post.pk, post.category_id)
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
    return row._meta.label_lower, row.pk
