"""Hand over a translation to be read before it is published, and give it back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.models import SubmittedTranslation, Unit
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User


def submit(
    unit: Unit, language: str, reference: str, *, by: "User"
) -> SubmittedTranslation:
    """Note that the draft ``reference`` waits to be read; safe to repeat.

    A later draft of the same language takes the place of the one that waits. It is
    settled by the next publication of the language (``outline.note_version``).
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        now = timezone.now()
        waiting = SubmittedTranslation.objects.waiting().filter(
            unit=unit, language=language
        )
        if same := waiting.filter(reference=reference).first():
            return same
        waiting.update(settled_at=now)
        found = SubmittedTranslation.objects.create(
            unit=unit, language=language, reference=reference, by=by, at=now
        )
        trail.write("courses.translation_submitted", by=by, on=found, language=language)
    return found


def give_back(found: SubmittedTranslation, *, by: "User") -> None:
    """Note that a translation needs more work before it is published; safe to repeat."""
    with transaction.atomic():
        waiting = SubmittedTranslation.objects.waiting().filter(pk=found.pk)
        if waiting.update(settled_at=timezone.now()):
            trail.write(
                "courses.translation_given_back",
                by=by,
                on=found,
                language=found.language,
            )
