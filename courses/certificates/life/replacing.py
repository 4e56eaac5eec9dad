"""Issue a certificate in the place of another: for a new name, or after a correction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.acts import act
from courses.certificates import numbering
from courses.certificates.errors import CertificateError
from courses.certificates.models import Certificate, Design
from courses.records.models import Completion, Withdrawal
from elearning.audit import trail
from elearning.notices.sending import notify
from elearning.notices.wording import Wording
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND = "certificates-renamed"
#: What a new paper says as the old one did.
_KEPT = ("expires_on", "language", "course_code", "edition_number", "public_titles")


def replace(
    certificate: Certificate,
    *,
    holder_name: str,
    reason: str,
    by: "User",
    at: datetime,
) -> Certificate:
    """Return the certificate for ``holder_name`` that stands in the place of this one.

    It proves the same pass until the same day, with a number, a code and a salt of its
    own; the old one is kept and is “replaced” from the day of ``at`` on. Where it carries
    that name already, or was replaced by one that does, nothing changes. Raises
    ``CertificateError`` without a reason, for one replaced otherwise, and for one revoked.
    """
    if not reason.strip():
        raise CertificateError(_("Give the reason; an inspection will ask for it."))
    with act():
        completion = _locked(certificate)
        newest = completion.certificates.current().first()
        if newest is None:
            raise CertificateError(
                _("This certificate was replaced already. Replace the newest one.")
            )
        if newest.holder_name == holder_name:
            return newest
        if newest.pk != certificate.pk:
            raise CertificateError(
                _("This certificate was replaced already. Replace the newest one.")
            )
        if Withdrawal.objects.filter(completion=completion).exists():
            raise CertificateError(
                _("This certificate is revoked, so none is issued in its place.")
            )
        made = Certificate.objects.create(
            completion=completion,
            replaces=newest,
            number=_number(completion, at),
            issued_on=timezone.localdate(at),
            holder_name=holder_name,
            design=Design.objects.in_use(),
            **{name: getattr(newest, name) for name in _KEPT},
        )
        trail.write(
            "certificates.replaced",
            by=by,
            on=made,
            person=completion.learner.key,
            reason=reason.strip(),
            number=made.number,
            replaces=newest.number,
        )
    return made


def replace_corrected(
    before: Completion, after: Completion, *, reason: str, by: "User", at: datetime
) -> Certificate | None:
    """Return the certificate of ``after``, in the place of the one of ``before``.

    Where the pass had no certificate, it gets none. It carries the name of today and the
    days of ``after``; the old paper is “replaced” from the day of ``at`` on.
    """
    newest = before.certificates.current().first()
    if newest is None:
        return None
    on = timezone.localdate(at)
    with act():
        made = Certificate.objects.create(
            completion=after,
            replaces=newest,
            number=numbering.number(after.course.code, on.year, after.pk),
            issued_on=on,
            holder_name=after.learner.full_name,
            design=Design.objects.in_use(),
            **{name: getattr(newest, name) for name in _KEPT}
            | {"expires_on": after.expires_on},
        )
        trail.write(
            "certificates.corrected",
            by=by,
            on=made,
            person=after.learner.key,
            reason=reason,
            number=made.number,
            replaces=newest.number,
        )
    return made


def replace_all(
    person: StaffMember, *, reason: str, by: "User", at: datetime
) -> list[Certificate]:
    """Replace what still counts and carries another name than ``person`` does now.

    She is told once. What has expired or was revoked keeps the name it was issued with.
    """
    on = timezone.localdate(at)
    kept = Certificate.objects.of(person).counting(on)
    old = kept.exclude(holder_name=person.full_name)
    with act():
        made = [
            replace(one, holder_name=person.full_name, reason=reason, by=by, at=at)
            for one in old.select_related("completion")
        ]
        if made and person.user is not None:
            notify(person.user, KIND, str(made[0].key), url="/my/certificates/", at=at)
    return made


def say(context: dict[str, Any]) -> Wording:
    """Return the words for the holder; no name and no course is named (R16)."""
    return Wording(
        _("Your certificates carry your new name now"),
        _(
            "Print the new ones. Whoever verifies a paper with the former name reads "
            "that it was replaced."
        ),
    )


def _locked(certificate: Certificate) -> Completion:
    rows = Completion.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("learner", "course").get(pk=certificate.completion_id)


def _number(completion: Completion, at: datetime) -> str:
    """Return the number of the next paper about one pass, which says the how manieth it is."""
    return numbering.number(
        completion.course.code,
        timezone.localdate(at).year,
        completion.pk,
        paper=completion.certificates.count() + 1,
    )
