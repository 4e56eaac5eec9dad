"""Storage of scans, where no page serves them, and their removal when they expire."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.recognition.models import Claim, Scan
from courses.recognition.scan_sanitiser import SanitisedScan
from courses.validity import add_months
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The storage in the settings: by default a folder in VAR_DIR.
ALIAS = "scans"
#: Months from the last valid day to the removal of a scan; the row is kept.
KEPT_MONTHS = 12


class ScanLostError(Exception):
    """The storage has no file for this scan."""


def store_scan(claim: Claim, picture: SanitisedScan) -> Scan:
    """Store ``picture`` as the scan of ``claim``, under a random name.

    If the transaction fails afterwards, the file remains without a row.
    """
    name = _storage().save(
        f"{uuid.uuid4().hex}.{picture.kind}", ContentFile(picture.data)
    )
    return Scan.objects.create(
        claim=claim,
        name=name,
        kind=picture.kind,
        size=len(picture.data),
        digest=picture.digest,
    )


def read_scan(scan: Scan, *, by: "User") -> bytes:
    """Return the file of ``scan`` and record the access; raises ``ScanLostError``."""
    if scan.removed_at is not None:
        raise ScanLostError(scan.name)
    try:
        with _storage().open(scan.name, "rb") as file:
            data: bytes = file.read()
    except OSError as error:
        raise ScanLostError(scan.name) from error
    audit_log.record_action(
        "recognition.scan_taken", by=by, on=scan.claim, person=scan.claim.learner.key
    )
    return data


def remove_expired_scans(at: datetime) -> int:
    """Remove scans of declined claims, and of documents that expired long ago.

    Returns their number. Safe to repeat, since they are found from rows; the row is
    kept.
    """
    last = add_months(timezone.localdate(at), -KEPT_MONTHS)
    over = Q(claim__decision__is_confirmed=False) | Q(
        claim__decision__is_confirmed=True, claim__expires_on__lt=last
    )
    rows = Scan.objects.filter(over, removed_at=None).select_related("claim__learner")
    removed = 0
    for scan in rows.order_by("pk")[:200]:
        with transaction.atomic():
            fresh = Scan.objects.filter(pk=scan.pk, removed_at=None)
            if fresh.update(removed_at=at):
                removed += 1
                person = scan.claim.learner.key
                audit_log.record_action(
                    "recognition.scan_removed", by=None, on=scan.claim, person=person
                )
        _storage().delete(scan.name)
    return removed


def _storage() -> Storage:
    return storages[ALIAS]
