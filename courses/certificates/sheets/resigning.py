"""Make papers of older and of revoked keys again, sealed by the key of now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses.certificates.errors import KeyTroubleError, PrintingError
from courses.certificates.keys import signing
from courses.certificates.models import Purpose, Sheet, SigningKey
from courses.certificates.sheets import storing
from courses.certificates.sheets.keeping import keep
from elearning.audit import trail

_AT_ONCE = 100


@dataclass
class Outcome:
    """What came of it: how many papers were made, and which could not be."""

    made: int = 0
    failed: list[str] = field(default_factory=list)


def resign(
    since: SigningKey | None = None, *, tell: Callable[[Outcome], None]
) -> Outcome:
    """Make again what ``due`` finds, a hundred at a time; ``tell`` hears of each hundred.

    The file before stays until the new one is kept, so that it may be stopped at any
    moment and called again. Papers that cannot be made are left as they are and named.
    Raises ``KeyTroubleError`` where no key can seal at all.
    """
    key = signing.current(Purpose.PAPER)
    outcome = Outcome()
    for papers in _batches(due(key, since)):
        made = sum([_again(paper, outcome) for paper in papers])
        outcome.made += made
        if made:
            trail.write("certificates.papers_resealed", by=None, on=key, papers=made)
        tell(outcome)
    return outcome


def due(key: SigningKey, since: SigningKey | None = None) -> QuerySet[Sheet]:
    """Return the papers in use that are not of ``key``, or carry the work of a revoked one.

    With ``since`` only those that this key or a later one has sealed.
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


def key_called(name: str) -> SigningKey:
    """Return the key for papers called ``name``, or whose ``kid`` that is.

    Raises ``KeyTroubleError`` where there is none.
    """
    keys = SigningKey.objects.filter(purpose=Purpose.PAPER)
    found = keys.filter(name=name).first() or keys.filter(kid=name).first()
    if found is None:
        raise KeyTroubleError(
            _("No key for papers is called “%(name)s”. Run certificates_keys show.")
            % {"name": name}
        )
    return found


def _batches(papers: QuerySet[Sheet]) -> Iterator[list[Sheet]]:
    newest = Sheet.objects.aggregate(pk=Max("pk"))["pk"] or 0
    rows = papers.select_related("key", "certificate__completion__learner")
    rows, last = rows.filter(pk__lte=newest), 0  # not those made on the way
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = batch[-1].pk
        yield batch


def _again(old: Sheet, outcome: Outcome) -> bool:
    """Make ``old`` again and drop its file; tell whether that went well."""
    certificate = old.certificate
    try:
        keep(certificate, old.language, old.form)
    except PrintingError:
        outcome.failed.append(certificate.number)
        return False
    newest = Sheet.objects.of(certificate, old.language, old.form).first()
    if newest and newest.name != old.name:
        storing.remove(old)
    return True
