"""Pages for anybody who holds a certificate in her hand; no account, no name."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.checking import answering, papers, throttling, uploading
from courses.certificates.checking.finding import Found, find
from courses.certificates.checking.forms import CodeForm, FileForm, NameForm
from courses.certificates.checking.noting import note
from courses.certificates.checking.verifying import is_meant
from courses.certificates.claims.encoding import looks_like_one
from courses.certificates.errors import ClaimError, FileRefusedError
from courses.certificates.models import Verification
from courses.certificates.numbering import plain_code

#: Refusals that say nothing against whoever scanned: the paper was signed here.
_OURS = {"revoked_key", "version", "not_registered", "altered_register"}


@login_not_required
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the printed address to the page in the reader's language."""
    plain = "".join(code.split()).upper() if looks_like_one(code) else plain_code(code)
    if not plain:
        return redirect("certificates:verify-form")
    return redirect("certificates:verify", code=plain)


@login_not_required
@require_safe
def short_form(request: HttpRequest) -> HttpResponse:
    """Lead from the printed address without a code to the form for it."""
    return redirect("certificates:verify-form")


@login_not_required
@csrf_exempt  # it changes nothing, and a reader without cookies must be able to ask
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper and lead to its page, or take its file."""
    if request.method == "POST":
        return _examine(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    return answering.form(request, code=form)


def _examine(request: HttpRequest) -> HttpResponse:
    """Say what a file is worth and how its certificate stands; the file is not kept."""
    if not (throttling.may_look(request) and throttling.may_send_file(request)):
        return answering.too_many(request)
    if uploading.is_too_large(request):
        return answering.file_refused(request, papers.refused("too_large"))
    request.upload_handlers = [uploading.InMemory(request)]
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return answering.form(request, file=form)
    try:
        found, finding = papers.find(form.cleaned_data["file"].read())
    except FileRefusedError as error:
        return answering.file_refused(request, error)
    at = timezone.now()
    note(found.certificate, Verification.Way.FILE, at=at)
    return answering.standing(request, found, at, finding=finding)


@login_not_required
@csrf_exempt  # it changes nothing, and a reader without cookies must be able to ask
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the certificate stands; to a name typed, only whether it matches."""
    if not throttling.may_look(request):
        return answering.too_many(request)
    try:
        found = find(code)
    except ClaimError as error:
        if error.word not in _OURS:
            throttling.note_miss(request)
        return answering.not_vouched(request, error)
    if found is None:
        throttling.note_miss(request)
        return answering.unknown(request)
    if request.method == "POST":
        return _compare(request, found)
    at = timezone.now()
    if request.method != "HEAD":
        is_json = answering.wants_json(request)
        note(
            found.certificate,
            Verification.Way.JSON if is_json else Verification.Way.PAGE,
            at=at,
        )
    return answering.standing(request, found, at)


def _compare(request: HttpRequest, found: Found) -> HttpResponse:
    """Answer whether a name or number typed is the one on the paper."""
    at = timezone.now()
    if not throttling.may_try_name(request, found.certificate.code):
        return answering.too_many(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return answering.standing(request, found, at, form=form)
    matches = is_meant(found, form.cleaned_data["name"])
    note(found.certificate, Verification.Way.NAME, at=at)
    return answering.standing(request, found, at, matches=matches)
