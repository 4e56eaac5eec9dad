"""Replacement of certificates, for a new name or after a correction."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates import numbering
from courses.certificates.errors import CertificateError
from courses.certificates.models import Certificate, Design
from courses.records.events import CompletionCorrected
from courses.records.models import Completion, Withdrawal
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.audit.models import Entry
from elearning.audit.reasons import require_reason
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import store_notices
from elearning.staff.models import StaffMember
from elearning.staff.spelling import is_spelled_alike

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND = "certificates-renamed"
#: Rows written at once.
_AT_ONCE = 500
#: Fields that a new certificate takes over from the old one.
_KEPT = ("expires_on", "language", "course_code", "edition_number", "public_titles")


def replace_certificate(
    certificate: Certificate,
    *,
    holder_name: str,
    reason: str,
    by: "User",
    at: datetime,
) -> Certificate:
    """Return the certificate for ``holder_name`` that replaces this one.

    It proves the same completion until the same day, with its own number, code and
    salt; the old one stays and is “replaced” from the day of ``at`` on. If it carries
    that name already, or was replaced by one that does, nothing changes. Raises
    ``CertificateError`` without a reason, for one replaced otherwise, and for one
    revoked.
    """
    require_reason(reason, CertificateError)
    with unit_of_work():
        completion = _locked(certificate)
        newest = completion.certificates.current().first()
        if newest is None:
            raise CertificateError(
                _("This certificate has already been replaced. Replace the newest one.")
            )
        if newest.holder_name == holder_name:
            return newest
        if newest.pk != certificate.pk:
            raise CertificateError(
                _("This certificate has already been replaced. Replace the newest one.")
            )
        if Withdrawal.objects.filter(completion=completion).exists():
            raise CertificateError(
                _(
                    "This certificate has been revoked, so no other is issued in its "
                    "place."
                )
            )
        made = _renamed(newest, holder_name, at, completion.certificates.count())
        made.design = Design.objects.in_use()
        made.save()
        audit_log.record_entries(_told(made, reason.strip(), by))
    return made


def replace_corrected_certificate(event: CompletionCorrected) -> Certificate | None:
    """Return the certificate of a corrected pass, in the place of the one before.

    Where the pass had no certificate, it gets none. It carries the name of the old paper,
    spelled as today, and the days of the corrected pass; the old one is “replaced” from
    the day of the correction on.
    """
    before, after, by = event.before, event.after, event.by
    newest = before.certificates.current().first()
    if newest is None:
        return None
    on, name = timezone.localdate(event.at), after.learner.full_name
    if not is_spelled_alike(newest.holder_name, name):
        name = newest.holder_name
    with unit_of_work():
        made = Certificate.objects.create(
            completion=after,
            replaces=newest,
            number=numbering.format_certificate_number(
                after.course.code, on.year, after.pk
            ),
            issued_on=on,
            holder_name=name,
            design=Design.objects.in_use(),
            **{name: getattr(newest, name) for name in _KEPT}
            | {"expires_on": after.expires_on},
        )
        audit_log.record_action(
            "certificates.corrected",
            by=by,
            on=made,
            person=after.learner.key,
            reason=event.reason,
            number=made.number,
            replaces=newest.number,
            facts=made.facts,
        )
        _superseded(made, by).save()
    return made


def replace_renamed_certificates(
    people: Iterable[StaffMember],
    *,
    reason: str,
    by: "User | None",
    at: datetime,
    is_confirmed: bool = False,
) -> list[Certificate]:
    """Replace certificates of ``people`` that still count and have a former name.

    Unless a second officer has confirmed the names (``is_confirmed``), certificates
    whose letters differ keep their name. Each is replaced as by
    ``replace_certificate``, and every person is notified once. Expired and revoked
    certificates keep their name. Takes the same few queries for any number of people.
    """
    names = {person.pk: person.full_name for person in people}
    with unit_of_work():
        made = [
            _renamed(newest, names[newest.completion.learner_id], at, papers)
            for newest, papers in _outdated(names, timezone.localdate(at))
            if is_confirmed
            or is_spelled_alike(newest.holder_name, names[newest.completion.learner_id])
        ]
        if not made:
            return []
        design = Design.objects.in_use()
        for one in made:
            one.design = design
        Certificate.objects.bulk_create(made, batch_size=_AT_ONCE)
        audit_log.record_entries(
            entry for one in made for entry in _told(one, reason, by)
        )
        store_notices(_notices(made, at))
    return made


def render_renaming_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the holder, without names and courses (R16)."""
    return NoticeText(
        _("Your certificates carry your new name now"),
        _(
            "Print the new ones. Anyone who verifies a certificate with your "
            "former name will see that it was replaced."
        ),
    )


def _locked(certificate: Certificate) -> Completion:
    rows = Completion.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("learner", "course").get(pk=certificate.completion_id)


def _outdated(names: dict[int, str], on: date) -> list[tuple[Certificate, int]]:
    """Return valid certificates whose name differs from the one in ``names``.

    Each comes with the number of certificates for its completion. The completions are
    locked first, so that two officers at once issue one certificate.
    """
    counting = Certificate.objects.counting(on).filter(completion__learner__in=names)
    passes = Completion.objects.select_for_update(of=("self",), no_key=True)
    locked = passes.filter(pk__in=counting.values("completion")).order_by("pk")
    if not (keys := list(locked.values_list("pk", flat=True))):
        return []
    kept = counting.filter(completion__in=keys).select_related(
        "completion__learner", "completion__course"
    )
    counted: Any = kept.annotate(papers=Count("completion__certificates"))
    return [
        (one, one.papers)
        for one in counted.order_by("pk")
        if one.holder_name != names[one.completion.learner_id]
    ]


def _renamed(newest: Certificate, name: str, at: datetime, papers: int) -> Certificate:
    """Return the next certificate of the completion of ``newest``, unsaved."""
    on, completion = timezone.localdate(at), newest.completion
    return Certificate(
        completion=completion,
        replaces=newest,
        number=numbering.format_certificate_number(
            completion.course.code, on.year, completion.pk, paper=papers + 1
        ),
        issued_on=on,
        holder_name=name,
        **{field: getattr(newest, field) for field in _KEPT},
    )


def _told(made: Certificate, reason: str, by: "User | None") -> list[Entry]:
    """Return the audit entries about a renamed certificate and the one it replaces."""
    replaced = audit_log.build_entry(
        "certificates.replaced",
        by=by,
        on=made,
        person=made.completion.learner.key,
        reason=reason,
        number=made.number,
        replaces=made.replaces.number if made.replaces else "",
        facts=made.facts,
    )
    return [replaced, _superseded(made, by)]


def _superseded(made: Certificate, by: "User | None") -> Entry:
    return audit_log.build_entry(
        "certificates.superseded",
        by=by,
        on=made.replaces,
        person=made.completion.learner.key,
        number=made.replaces.number if made.replaces else "",
        facts=made.facts,
    )


def _notices(made: Iterable[Certificate], at: datetime) -> Iterator[Notice]:
    """Yield one notice for each holder with an account, about their first certificate."""
    first = {one.completion.learner_id: one for one in reversed(list(made))}
    for one in first.values():
        user = one.completion.learner.user_id
        if user is not None:
            yield Notice(
                user_id=user,
                kind=KIND,
                key=str(one.key),
                url="/my/certificates/",
                created_at=at,
            )
