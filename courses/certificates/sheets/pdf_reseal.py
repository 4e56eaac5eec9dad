"""Resealing of PDFs of older and revoked keys with the current key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.keys import signing_keys
from courses.certificates.models import KeyPurpose, Sheet, SigningKey
from courses.certificates.sheets import pdf_storage
from courses.certificates.sheets.certificate_pdfs import store_new_pdf
from elearning.audit import audit_log

_AT_ONCE = 100


@dataclass
class ResealResult:
    """The number of PDFs made, and those that could not be."""

    made: int = 0
    failed: list[str] = field(default_factory=list)


def reseal_pdfs(
    since: SigningKey | None = None, *, tell: Callable[[ResealResult], None]
) -> ResealResult:
    """Make the PDFs of ``list_pdfs_to_reseal`` again, and call ``tell`` for each hundred.

    The old file stays until the new one is stored, so it is safe to stop and repeat.
    PDFs that cannot be made are left unchanged and listed. Raises ``UnusableKeyError``
    if no key can seal.
    """
    key = signing_keys.get_current_key(KeyPurpose.PAPER)
    outcome = ResealResult()
    for papers in _batches(list_pdfs_to_reseal(key, since)):
        made = sum([_again(paper, outcome) for paper in papers])
        outcome.made += made
        if made:
            audit_log.record_action(
                "certificates.papers_resealed", by=None, on=key, papers=made
            )
        tell(outcome)
    return outcome


def list_pdfs_to_reseal(
    key: SigningKey, since: SigningKey | None = None
) -> QuerySet[Sheet]:
    """Return current PDFs not sealed by ``key``, or signed by a revoked key.

    With ``since``, only those sealed by this key or a later one.
    """
    newer = Sheet.objects.filter(
        pk__gt=OuterRef("pk"),
        certificate=OuterRef("certificate"),
        language=OuterRef("language"),
        form=OuterRef("form"),
    )
    good = Sheet.objects.standing().filter(pk=OuterRef("pk"), key=key)
    found = Sheet.objects.filter(~Exists(newer), ~Exists(good))
    return found.filter(key__gte=since.pk) if since else found


def get_seal_key(name: str) -> SigningKey:
    """Return the PDF sealing key with ``name`` as its name or ``kid``.

    Raises ``UnusableKeyError`` if there is none.
    """
    keys = SigningKey.objects.filter(purpose=KeyPurpose.PAPER)
    found = keys.filter(name=name).first() or keys.filter(kid=name).first()
    if found is None:
        raise UnusableKeyError(
            _("There is no document key called “%(name)s”. Run certificates_keys show.")
            % {"name": name}
        )
    return found


def _batches(papers: QuerySet[Sheet]) -> Iterator[list[Sheet]]:
    newest = Sheet.objects.aggregate(pk=Max("pk"))["pk"] or 0
    rows = papers.select_related("key", "certificate__completion__learner")
    rows, last = rows.filter(pk__lte=newest), 0  # without those made meanwhile
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = batch[-1].pk
        yield batch


def _again(old: Sheet, outcome: ResealResult) -> bool:
    """Make ``old`` again and delete its file; tell whether that succeeded."""
    certificate = old.certificate
    try:
        store_new_pdf(certificate, old.language, old.form)
    except PrintingError:
        outcome.failed.append(certificate.number)
        return False
    newest = Sheet.objects.of(certificate, old.language, old.form).first()
    if newest and newest.name != old.name:
        pdf_storage.remove_stored_pdf(old)
    return True
