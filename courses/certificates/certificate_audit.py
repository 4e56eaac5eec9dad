"""Comparison of certificate rows with the audit log, to detect altered rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate
from courses.records.completions import completion_audit
from elearning.audit import audit_log

_ISSUED = (
    "certificates.issued",
    "certificates.replaced",
    "certificates.corrected",
)
_SUPERSEDED = "certificates.superseded"
_AT_ONCE = 2000


def iter_altered_certificates(
    certificates: Iterable[Certificate],
) -> Iterator[Certificate]:
    """Yield certificates that differ from the audit log; two queries for 2,000.

    One is altered if no proved entry has its content, if another was issued in its
    place and is missing or differs, and if its completion is altered (see
    ``completion_audit``). Load them ``with_fate``.
    """
    for some in batched(certificates, _AT_ONCE, strict=False):
        passes = {one.completion_id: one.completion for one in some}
        strange = {
            one.pk for one in completion_audit.iter_altered_completions(passes.values())
        }
        told: defaultdict[str, set[str]] = defaultdict(set)
        newer: defaultdict[str, set[str]] = defaultdict(set)
        for entry in audit_log.list_proved_entries(some, (*_ISSUED, _SUPERSEDED)):
            found = newer if entry.action == _SUPERSEDED else told
            found[entry.subject_id].add(entry.details.get("facts", ""))
        for one in some:
            after = getattr(one, "replaced_by", None)
            is_as_told = newer[str(one.pk)] == ({after.facts} if after else set())
            is_issued = one.facts in told[str(one.pk)]
            if one.completion_id in strange or not (is_issued and is_as_told):
                yield one


def list_revoked_ids(on: date) -> set[int]:
    """Return the ids of certificates revoked by ``on`` according to the audit log.

    The tables do not matter, even if a row was deleted.
    """
    found = _told("certificates.revoked", on)
    for passes in batched(
        completion_audit.list_withdrawn_ids(on), _AT_ONCE, strict=False
    ):
        papers = Certificate.objects.filter(completion__in=passes)
        found.update(papers.values_list("pk", flat=True))
    return found


def list_superseded_ids(on: date) -> set[int]:
    """Return the ids of certificates superseded by ``on`` according to the audit log."""
    return _told(_SUPERSEDED, on)


def get_newest_id() -> int:
    """Return the id of the newest certificate, by the table or the audit log; 0 if none."""
    row = Certificate.objects.aggregate(newest=Max("pk"))["newest"] or 0
    issued = audit_log.find_latest_entry(_ISSUED, Certificate)
    return max(row, int(issued.subject_id) if issued else 0)


def _told(action: str, on: date) -> set[int]:
    return {
        int(entry.subject_id)
        for entry in audit_log.iter_proved_entries(action, Certificate)
        if timezone.localdate(entry.at) <= on
    }


def check_certificate_unaltered(certificate: Certificate) -> None:
    """Raise ``PrintingError`` if ``certificate`` differs from the audit log."""
    known = Certificate.objects.with_fate().get(pk=certificate.pk)
    if any(iter_altered_certificates([known])):
        raise PrintingError(
            _(
                "The register entry for this certificate is not what was "
                "recorded when it was issued. Tell the administrator."
            )
        )
