"""Answer a browser with a page and another system with JSON, at the same address."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from courses.certificates.checking import throttling, wording
from courses.certificates.checking.finding import Found
from courses.certificates.checking.forms import CodeForm, FileForm, NameForm
from courses.certificates.checking.verifying import claims
from courses.certificates.documents.wording import date_in_words
from courses.certificates.errors import ClaimError, FileRefusedError

#: What cannot be read at all; everything else was read and is not vouched for.
_UNREAD = {"too_long", "truncated", "unreadable", "version"}

_STATUS_OF_FILES = {
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not_registered": HTTPStatus.NOT_FOUND,
}


def standing(
    request: HttpRequest, found: Found, at: datetime, **more: Any
) -> HttpResponse:
    """Say how a certificate stands at ``at``; to a person in words.

    ``more`` may hold ``matches``, what was found of a name typed, and its ``form``, or the
    ``finding`` of a file. A name that was compared is never shown again.
    """
    told = claims(found, at=at)
    if finding := more.get("finding"):
        told["file"] = {"seal": "intact", "key": finding.kid}
    if (matches := more.setdefault("matches", None)) is not None:
        told["name"] = "matches" if matches else "does not match"
    is_bad = more.setdefault("form", NameForm()).errors
    certificate, differing = found.certificate, told["differs"]
    context = more | {
        "certificate": certificate,
        "answer": wording.answer(certificate, told["status"], agrees=not differing),
        "differing": wording.lines(differing),
        "at": at,
        "issued": date_in_words(certificate.issued_on),
        "expires": date_in_words(certificate.expires_on),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK
    return _answer(request, "certificates/verify.html", context, told, status)


def not_vouched(request: HttpRequest, error: ClaimError) -> HttpResponse:
    """Say why a square code is not believed."""
    told = {
        "status": "not_verified",
        "problem": error.word,
        "detail": str(error),
    }
    heading = wording.heading(error.word)
    context = {"answer": wording.Answer("missing", heading, str(error))}
    is_unread = error.word in _UNREAD
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_unread else HTTPStatus.NOT_FOUND
    page = "certificates/not_vouched.html"
    return _answer(request, page, context, told, status)


def file_refused(request: HttpRequest, error: FileRefusedError) -> HttpResponse:
    """Say why a file proves nothing."""
    told = {
        "status": "not_verified",
        "problem": error.word,
        "detail": str(error),
    }
    heading = wording.file_heading(error.word)
    context = {
        "answer": wording.Answer("missing", heading, str(error)),
        "is_file": True,
    }
    status = _STATUS_OF_FILES.get(error.word, HTTPStatus.UNPROCESSABLE_ENTITY)
    page = "certificates/not_vouched.html"
    return _answer(request, page, context, told, status)


def form(
    request: HttpRequest, *, code: CodeForm | None = None, file: FileForm | None = None
) -> HttpResponse:
    """Ask for a code or a file; a form with errors says what is wrong."""
    forms = {"form": code or CodeForm(), "file_form": file or FileForm()}
    errors = {
        field: messages
        for one in forms.values()
        for field, messages in one.errors.items()
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    told = {"status": "not_verified", "problem": "form", "errors": errors}
    return _answer(request, "certificates/ask.html", forms, told, status)


def unknown(request: HttpRequest) -> HttpResponse:
    """Say that no certificate has this code."""
    told = {
        "status": "unknown",
        "detail": _("No certificate has this address. Check it against the paper."),
    }
    return _answer(request, "certificates/unknown.html", {}, told, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody asks too often."""
    told = {
        "status": "refused",
        "detail": _("There were too many requests. Wait five minutes, then try again."),
    }
    status = HTTPStatus.TOO_MANY_REQUESTS
    answer = _answer(request, "certificates/too_many.html", {}, told, status)
    answer.headers["Retry-After"] = str(throttling.WINDOW)
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Tell whether another system asks, by its ``Accept``."""
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    told: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    answer: HttpResponse
    if wants_json(request):
        answer = JsonResponse(
            told, status=status, json_dumps_params={"ensure_ascii": False}
        )
    else:
        answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["Accept"])
    return answer
