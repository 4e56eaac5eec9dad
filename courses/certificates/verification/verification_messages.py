"""Messages of the public verification pages, in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from courses.certificates.documents.certificate_texts import format_full_date
from courses.certificates.models import Certificate


@dataclass(frozen=True)
class VerificationMessage:
    """The result of a verification: a state for icon and colour, its label, and a sentence."""

    state: str
    word: str
    sentence: str


def build_status_message(
    certificate: Certificate, status: str, *, agrees: bool = True
) -> VerificationMessage:
    """Return the message about ``certificate`` for the ``status`` of its public facts.

    A difference from the register takes precedence.
    """
    if not agrees:
        return VerificationMessage(
            "missing",
            _("Does not match"),
            _(
                "This document was signed here, but the register now says "
                "something different. Do not rely on it; ask the office that "
                "issued it."
            ),
        )
    return {
        "valid": _valid,
        "not_yet_valid": _not_yet_valid,
        "expired": _expired,
        "replaced": _replaced,
        "revoked": _revoked,
    }[status](certificate)


def format_code_problem(problem: str) -> str:
    """Return the message for a QR code refused with the word ``problem``."""
    match problem:
        case "too_long" | "truncated":
            return _("The QR code could not be read")
        case "version":
            return _("The QR code is of a newer kind")
        case "revoked_key":
            return _("The QR code no longer proves anything")
        case "not_registered":
            return _("Not in the register")
        case "altered_register":
            return _("The register was changed")
        case _other:
            return _("This document was not issued here, or its code was altered")


def format_file_problem(problem: str) -> str:
    """Return the message for a file refused with the word ``problem``."""
    return {
        "too_large": _("The file is too large"),
        "not_a_pdf": _("This is not a PDF"),
        "encrypted": _("The file is locked"),
        "unsigned": _("The file bears no seal"),
        "altered": _("The file was altered"),
        "unknown_key": _("Sealed by someone else"),
        "revoked_key": _("The seal no longer proves anything"),
        "no_certificate": _("Sealed here, but not a certificate"),
        "not_registered": _("Not in the register"),
        "altered_register": _("The register was changed"),
    }[problem]


def list_claim_labels(words: Iterable[str]) -> list[str]:
    """Return the printed labels of the claims ``words``."""
    known = {
        "course": _("Course"),
        "edition": _("Edition"),
        "issued_on": _("Date of issue"),
        "expires_on": _("Valid until"),
        "holder": _("Holder of this certificate"),
        "number": _("Certificate number"),
        "title": _("Title of the course"),
        "code": _("Verification code"),
        "place": _("Place in the status list"),
    }
    return [known[word] for word in words]


def _valid(certificate: Certificate) -> VerificationMessage:
    if certificate.update_due_on:
        return VerificationMessage(
            "due",
            _("Valid, update due"),
            _(
                "The course has changed since. The holder must update the "
                "certificate by %(day)s; until then it is fully valid."
            )
            % {"day": format_full_date(certificate.update_due_on)},
        )
    return VerificationMessage(
        "valid",
        _("Valid"),
        _("The certificate is genuine and is valid until %(day)s.")
        % {"day": format_full_date(certificate.expires_on)},
    )


def _not_yet_valid(certificate: Certificate) -> VerificationMessage:
    return VerificationMessage(
        "awaiting",
        _("Not valid yet"),
        _(
            "The certificate is genuine, but is valid only from its date of "
            "issue, %(day)s."
        )
        % {"day": format_full_date(certificate.issued_on)},
    )


def _expired(certificate: Certificate) -> VerificationMessage:
    word = _("Expired")
    if certificate.update_due_on:
        return VerificationMessage(
            "expired",
            word,
            _(
                "The course has changed since, and the certificate should have "
                "been updated by %(day)s. It becomes valid again as soon as it "
                "is updated."
            )
            % {"day": format_full_date(certificate.update_due_on)},
        )
    return VerificationMessage(
        "expired",
        word,
        _("The certificate is genuine, but was valid only until %(day)s.")
        % {"day": format_full_date(certificate.expires_on)},
    )


def _replaced(certificate: Certificate) -> VerificationMessage:
    return VerificationMessage(
        "replaced",
        _("Replaced"),
        _(
            "This certificate has not been valid since %(day)s: another one "
            "was issued in its place. Ask the holder for the newer one."
        )
        % {"day": _day(certificate.replaced_on)},
    )


def _revoked(certificate: Certificate) -> VerificationMessage:
    return VerificationMessage(
        "revoked",
        _("Revoked"),
        _("The certificate was issued here, but has not been valid since %(day)s.")
        % {"day": _day(certificate.revoked_on)},
    )


def _day(on: date | None) -> str:
    return format_full_date(on) if on else ""
