"""History of a certificate for its holder: dates and facts, without roles and reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.updates.models import UpdateDone


@dataclass(frozen=True)
class HolderHistoryEntry:
    """An event of a certificate on a day; ``other`` is another certificate it names."""

    on: date
    words: str
    detail: str = ""
    other: Certificate | None = None


def list_holder_history(
    certificate: Certificate, *, on: date
) -> list[HolderHistoryEntry]:
    """Return the events of ``certificate`` until ``on``, newest first.

    A revocation is shown with its ground of the curriculum (R19); the person who
    decided and their reason are for the office only. Load it ``with_fate``; three
    queries.
    """
    told = [*_ends(certificate), *_updates(certificate), *_beginnings(certificate)]
    return sorted(
        (event for event in told if event.on <= on),
        key=lambda event: event.on,
        reverse=True,
    )


def _beginnings(certificate: Certificate) -> Iterator[HolderHistoryEntry]:
    day, before = certificate.issued_on, certificate.replaces
    if before is not None:
        yield HolderHistoryEntry(
            day, _("Issued in place of another"), before.number, before
        )
        return
    yield HolderHistoryEntry(
        day, _("Certificate issued"), certificate.completion.get_basis_display()
    )
    if certificate.renews is not None:
        earlier = certificate.renews
        yield HolderHistoryEntry(
            day, _("Renewed an earlier one"), earlier.number, earlier
        )


def _updates(certificate: Certificate) -> Iterator[HolderHistoryEntry]:
    """Yield updates after a change of a guideline or of the course (curriculum R8)."""
    completion = certificate.completion
    done = UpdateDone.objects.filter(
        learner=completion.learner_id,
        course=completion.course_id,
        done_on__range=(certificate.issued_on, certificate.expires_on),
    )
    for row in done.select_related("cause__document", "newer"):
        if row.cause is not None:
            detail = str(row.cause.document)
        else:
            assert row.newer is not None  # noqa: S101 — a database constraint
            detail = _("edition %(number)s") % {"number": row.newer.number}
        yield HolderHistoryEntry(row.done_on, _("Updated after a change"), detail)


def _ends(certificate: Certificate) -> Iterator[HolderHistoryEntry]:
    newer = getattr(certificate, "replaced_by", None)
    if newer is not None:
        yield HolderHistoryEntry(
            newer.issued_on, _("Replaced by another"), newer.number, newer
        )
    later = certificate.renewed_by.order_by("pk").first()
    if later is not None:
        yield HolderHistoryEntry(
            later.issued_on, _("Renewed by a later pass"), later.number, later
        )
    withdrawal = getattr(certificate.completion, "withdrawal", None)
    if withdrawal is not None:
        ground = withdrawal.get_ground_display()
        yield HolderHistoryEntry(withdrawal.withdrawn_on, _("Revoked"), ground)
    if newer is None and withdrawal is None:
        yield HolderHistoryEntry(
            certificate.expires_on + timedelta(days=1), _("Expired")
        )
