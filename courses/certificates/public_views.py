"""Pages for anybody who holds a certificate in her hand; no account, no name."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.checking import throttling
from courses.certificates.checking.forms import CodeForm, NameForm
from courses.certificates.checking.verifying import claims, is_name_on
from courses.certificates.documents.wording import date_in_words
from courses.certificates.models import Certificate
from courses.certificates.numbering import plain_code


@login_not_required
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the printed address to the page in the reader's language."""
    return redirect("certificates:verify", code=plain_code(code))


@login_not_required
@require_safe
def short_form(request: HttpRequest) -> HttpResponse:
    """Lead from the printed address without a code to the form for it."""
    return redirect("certificates:verify-form")


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper and lead to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "certificates/ask.html", {"form": form}, status=status)


@login_not_required
@csrf_exempt  # it changes nothing, and a reader without cookies must be able to ask
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the certificate stands; to a name typed, only whether it matches."""
    if not throttling.may_look(request):
        return _refuse(request)
    certificate = Certificate.objects.with_code(code)
    if certificate is None:
        throttling.note_miss(request)
        return _unknown(request)
    if request.method != "POST":
        return _show(request, certificate)
    if not throttling.may_try_name(request, certificate.code):
        return _refuse(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _show(
            request, certificate, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    matches = is_name_on(certificate, form.cleaned_data["name"])
    return _show(request, certificate, matches=matches)


def _show(
    request: HttpRequest,
    certificate: Certificate,
    *,
    form: NameForm | None = None,
    matches: bool | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show the claims; a name that was compared is never shown again."""
    at = timezone.now()
    told = claims(certificate, at=at)
    if matches is not None:
        told["name"] = "matches" if matches else "does not match"
    context = {
        "certificate": certificate,
        "state": told["status"],
        "at": at,
        "issued": date_in_words(certificate.issued_on),
        "expires": date_in_words(certificate.expires_on),
        "form": form or NameForm(),
        "matches": matches,
    }
    return _answer(request, "certificates/verify.html", context, told, status)


def _unknown(request: HttpRequest) -> HttpResponse:
    told = {
        "status": "unknown",
        "detail": _("No certificate has this address. Check it against the paper."),
    }
    return _answer(request, "certificates/unknown.html", {}, told, HTTPStatus.NOT_FOUND)


def _refuse(request: HttpRequest) -> HttpResponse:
    told = {
        "status": "refused",
        "detail": _("There were too many requests. Wait five minutes, then try again."),
    }
    status = HTTPStatus.TOO_MANY_REQUESTS
    answer = _answer(request, "certificates/too_many.html", {}, told, status)
    answer.headers["Retry-After"] = str(throttling.WINDOW)
    return answer


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    told: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    """Answer a browser with a page and another system with JSON, at the same address."""
    answer: HttpResponse
    if (
        request.get_preferred_type(["text/html", "application/json"])
        == "application/json"
    ):
        answer = JsonResponse(
            told, status=status, json_dumps_params={"ensure_ascii": False}
        )
    else:
        answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["Accept"])
    return answer
