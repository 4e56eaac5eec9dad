"""Approvals of content by its hash: stored for a gate, found again by the hash."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.models import Approval
from elearning.audit import audit_log
from elearning.prepared_queries import PreparedQuery, QueryParameter

if TYPE_CHECKING:
    from elearning.accounts.models import User


def approve_content(
    digests: Iterable[str],
    *,
    by: "User | None",
    gate: Approval.Gate = Approval.Gate.PEER,
    office: str = "",
    offices: dict[str, str] | None = None,
    author_office: str = "",
) -> list[Approval]:
    """Store approvals of the content with exactly these hashes; return them.

    The audit entry has their number and one hash over them; the approvals themselves
    stay.
    """
    now = timezone.now()
    with transaction.atomic():
        approvals = Approval.objects.bulk_create(
            Approval(
                digest=digest,
                gate=gate,
                by=by,
                office=office,
                offices=offices or {},
                author_office=author_office,
                at=now,
            )
            for digest in digests
        )
        audit_log.record_action(
            "courses.approved",
            by=by,
            gate=gate,
            number=len(approvals),
            digest=_digest_of_all(one.digest for one in approvals),
        )
    return approvals


def list_approvals(digests: Iterable[str]) -> list[Approval]:
    """Return all approvals of content with exactly these hashes."""
    return list(Approval.objects.filter(digest__in=set(digests)))


def find_newest_safeguard_approval(
    digests: Iterable[str] | QuerySet[Any, Any],
) -> Approval | None:
    """Return the newest safeguard approval of any of this content.

    One query; ``digests`` may be a subquery.
    """
    given = Approval.objects.filter(gate=Approval.Gate.SAFEGUARD, digest__in=digests)
    return given.order_by("-at", "-pk").first()


def find_safeguard_approval(digest: str) -> Approval | None:
    """Return the newest safeguard approval of one content; fast, for use on every lesson."""
    found = _safeguards.ask(digest=digest)
    return found[0] if found else None


@PreparedQuery
def _safeguards() -> QuerySet[Approval]:
    given = Approval.objects.filter(
        gate=Approval.Gate.SAFEGUARD,
        digest=QueryParameter("digest", Approval, "digest"),
    )
    return given.order_by("-at", "-pk")[:1]


def _digest_of_all(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
