"""Log of verifications for the holder, without the person who verified."""

from datetime import datetime, timedelta

from django.core.cache import caches

from courses.certificates.models import Certificate, Verification

_HOUR = timedelta(hours=1)


def record_verification(
    certificate: Certificate, way: Verification.Way, *, at: datetime
) -> None:
    """Record that ``certificate`` was verified in the hour of ``at``.

    Safe to repeat: the first verification in an hour writes one row, the others
    nothing. It is not an audit entry, as there is no known actor.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = f"certificates:noted:{certificate.pk}:{way}:{hour:%Y%m%d%H}"
    if caches["counters"].add(key, 1, _HOUR.total_seconds()):
        row = Verification(certificate=certificate, at=hour, way=way)
        Verification.objects.bulk_create([row], ignore_conflicts=True)
