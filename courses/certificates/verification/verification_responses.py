"""Verification results as HTML for browsers and JSON for programs, at the same URL."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from courses.certificates.documents.certificate_texts import format_full_date
from courses.certificates.errors import (
    FileRefusedError,
    QrClaimError,
    VerificationRefusedError,
)
from courses.certificates.verification import verification_limits, verification_messages
from courses.certificates.verification.certificate_lookup import FoundCertificate
from courses.certificates.verification.forms import (
    CertificateFileForm,
    PrintedNameForm,
    VerificationCodeForm,
)
from courses.certificates.verification.public_facts import build_public_facts

#: Problems of unreadable codes; others are readable but not trusted.
_UNREAD = {"too_long", "truncated", "unreadable", "version"}

_STATUS_OF_FILES = {
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not_registered": HTTPStatus.NOT_FOUND,
}


def render_certificate_status(
    request: HttpRequest, found: FoundCertificate, at: datetime, **more: Any
) -> HttpResponse:
    """Show the state of a certificate at ``at``.

    ``more`` may have ``matches``, the result of a name comparison, with its ``form``,
    or the ``finding`` of a file. A compared name is never shown again.
    """
    told = build_public_facts(found, at=at)
    if finding := more.get("finding"):
        told["file"] = {"seal": "intact", "key": finding.kid}
    if (matches := more.setdefault("matches", None)) is not None:
        told["name"] = "matches" if matches else "does not match"
    is_bad = more.setdefault("form", PrintedNameForm()).errors
    certificate, differing = found.certificate, told["differs"]
    context = more | {
        "certificate": certificate,
        "answer": verification_messages.build_status_message(
            certificate, told["status"], agrees=not differing
        ),
        "differing": verification_messages.list_claim_labels(differing),
        "at": at,
        "issued": format_full_date(certificate.issued_on),
        "expires": format_full_date(certificate.expires_on),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK
    return _answer(request, "certificates/verify.html", context, told, status)


def render_refused_code(request: HttpRequest, error: QrClaimError) -> HttpResponse:
    """Explain why a QR code is not trusted."""
    heading = verification_messages.format_code_problem(error.word)
    is_unread = error.word in _UNREAD
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_unread else HTTPStatus.NOT_FOUND
    return _refuse(request, error, heading, status)


def render_refused_file(request: HttpRequest, error: FileRefusedError) -> HttpResponse:
    """Explain why a file is refused."""
    heading = verification_messages.format_file_problem(error.word)
    status = _STATUS_OF_FILES.get(error.word, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _refuse(request, error, heading, status, is_file=True)


def render_verification_form(
    request: HttpRequest,
    *,
    code: VerificationCodeForm | None = None,
    file: CertificateFileForm | None = None,
) -> HttpResponse:
    """Show the forms for a code and a file, with their errors."""
    forms = {
        "form": code or VerificationCodeForm(),
        "file_form": file or CertificateFileForm(),
    }
    errors = {
        field: messages
        for one in forms.values()
        for field, messages in one.errors.items()
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    told = {"status": "not_verified", "problem": "form", "errors": errors}
    return _answer(request, "certificates/ask.html", forms, told, status)


def render_unknown_code(request: HttpRequest) -> HttpResponse:
    """Answer that no certificate has this code."""
    told = {
        "status": "unknown",
        "detail": _(
            "There is no certificate at this address. Check it against the "
            "printed certificate."
        ),
    }
    return _answer(request, "certificates/unknown.html", {}, told, HTTPStatus.NOT_FOUND)


def render_too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer that there were too many requests."""
    told = {
        "status": "refused",
        "detail": _("There were too many requests. Wait five minutes, then try again."),
    }
    status = HTTPStatus.TOO_MANY_REQUESTS
    answer = _answer(request, "certificates/too_many.html", {}, told, status)
    answer.headers["Retry-After"] = str(verification_limits.WINDOW)
    return answer


def is_json_preferred(request: HttpRequest) -> bool:
    """Tell from the ``Accept`` header whether a program asks."""
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


def _refuse(
    request: HttpRequest,
    error: VerificationRefusedError,
    heading: str,
    status: HTTPStatus,
    **more: Any,
) -> HttpResponse:
    said = verification_messages.VerificationMessage("missing", heading, str(error))
    told = {"status": "not_verified", "problem": error.word, "detail": str(error)}
    page = "certificates/not_vouched.html"
    return _answer(request, page, more | {"answer": said}, told, status)


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    told: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    answer: HttpResponse
    if is_json_preferred(request):
        answer = JsonResponse(
            told, status=status, json_dumps_params={"ensure_ascii": False}
        )
    else:
        answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["Accept"])
    return answer
