"""From what stands on a paper to its row in the register."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates import register
from courses.certificates.claims import encoding
from courses.certificates.claims.encoding import Claim
from courses.certificates.credentials.places import place
from courses.certificates.errors import ClaimError
from courses.certificates.models import Certificate


@dataclass(frozen=True)
class Found:
    """A certificate, and what led to it.

    ``claim`` is the signed claim, if one did. ``differing`` is what the signed paper says
    otherwise than the register, by the words of ``wording.lines``.
    """

    certificate: Certificate
    claim: Claim | None = None
    differing: tuple[str, ...] = ()


def find(text: str) -> Found | None:
    """Return the certificate that the code or the signed claim ``text`` names.

    ``None`` where no certificate has the code. One query for the row, and two for what the
    audit trail says of it and of its pass. Raises ``ClaimError`` for a claim that this
    service does not vouch for; its signature is verified before any row is looked for. The
    same for a row that the trail does not bear out.
    """
    rows = Certificate.objects.with_change(timezone.localdate())
    if not encoding.looks_like_one(text):
        row = rows.with_code(text)
        return Found(_vouched(row)) if row else None
    claim = encoding.decode(text)
    row = rows.with_number(claim.number)
    if row is None:
        raise ClaimError(
            "not_registered",
            _(
                "This square code was signed here, but the register does not know the "
                "certificate. Ask the office that issued it."
            ),
        )
    differing = _differing(row, claim)
    return Found(row if differing else _vouched(row), claim, differing)


def _vouched(row: Certificate) -> Certificate:
    """Return ``row``, or raise ``ClaimError`` where it was changed behind the platform."""
    for _altered in register.altered([row]):
        raise ClaimError(
            "altered_register",
            _(
                "What the register says of this certificate is not what was noted when "
                "it was issued. Do not rely on it; ask the office that issued it."
            ),
        )
    return row


def _differing(row: Certificate, claim: Claim) -> tuple[str, ...]:
    pairs = {
        "course": (row.course_code, claim.course_code),
        "edition": (row.edition_number, claim.edition_number),
        "issued_on": (row.issued_on, claim.issued_on),
        "expires_on": (row.expires_on, claim.expires_on),
        "holder": (row.holder_salt, claim.salt.hex()),
        "place": (place(row), claim.place),
    }
    return tuple(word for word, (kept, said) in pairs.items() if kept != said)
