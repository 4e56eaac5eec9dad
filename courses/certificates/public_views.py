"""Public verification pages, without accounts or names."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.errors import FileRefusedError, QrClaimError
from courses.certificates.models import Certificate, Verification
from courses.certificates.numbering import normalise_code
from courses.certificates.qr_claims.claim_codec import is_claim_text
from courses.certificates.seals.seal_examination import LIMIT
from courses.certificates.verification import (
    pdf_verification,
    verification_limits,
    verification_responses,
)
from courses.certificates.verification.certificate_lookup import (
    FoundCertificate,
    find_certificate,
)
from courses.certificates.verification.forms import (
    CertificateFileForm,
    PrintedNameForm,
    VerificationCodeForm,
)
from courses.certificates.verification.public_facts import is_name_or_number

#: Refusals that do not suggest guessing, as the certificate was signed here.
_OURS = {"revoked_key", "version", "not_registered", "altered_register"}
_ENVELOPE = 64 * 1024  # form data around the file
_HOUR = timedelta(hours=1)


@login_not_required
@require_safe
def redirect_printed_code(request: HttpRequest, code: str) -> HttpResponse:
    """Redirect the printed URL to the page in the reader’s language."""
    plain = (
        "".join(code.split()).upper() if is_claim_text(code) else normalise_code(code)
    )
    if not plain:
        return redirect("certificates:verify-form")
    return redirect("certificates:verify", code=plain)


@login_not_required
@require_safe
def redirect_to_code_form(request: HttpRequest) -> HttpResponse:
    """Redirect the printed URL without a code to the form."""
    return redirect("certificates:verify-form")


@login_not_required
@csrf_exempt  # it changes nothing, and must work without cookies
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code and redirect to its page, or take a PDF file."""
    if request.method == "POST":
        return _examine(request)
    form = VerificationCodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    return verification_responses.render_verification_form(request, code=form)


def _examine(request: HttpRequest) -> HttpResponse:
    """Show the finding about a file and the state of its certificate; the file is not stored."""
    if not (
        verification_limits.allow_page_view(request)
        and verification_limits.allow_file_upload(request)
    ):
        return verification_responses.render_too_many_requests(request)
    if _is_too_large(request):
        return verification_responses.render_refused_file(
            request, pdf_verification.build_file_refusal("too_large")
        )
    request.upload_handlers = [_InMemoryUploadHandler(request)]
    form = CertificateFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return verification_responses.render_verification_form(request, file=form)
    try:
        found, finding = pdf_verification.verify_certificate_pdf(
            form.cleaned_data["file"].read()
        )
    except FileRefusedError as error:
        return verification_responses.render_refused_file(request, error)
    at = timezone.now()
    _record(found.certificate, Verification.Way.FILE, at=at)
    return verification_responses.render_certificate_status(
        request, found, at, finding=finding
    )


@login_not_required
@csrf_exempt  # it changes nothing, and must work without cookies
@sensitive_post_parameters("name")
@require_http_methods(["GET", "HEAD", "POST"])
def verify_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the state of the certificate; for a typed name, only whether it matches."""
    if not verification_limits.allow_page_view(request):
        return verification_responses.render_too_many_requests(request)
    try:
        found = find_certificate(code)
    except QrClaimError as error:
        if error.word not in _OURS:
            verification_limits.count_unknown_code(request)
        return verification_responses.render_refused_code(request, error)
    if found is None:
        verification_limits.count_unknown_code(request)
        return verification_responses.render_unknown_code(request)
    if request.method == "POST":
        return _compare(request, found)
    at = timezone.now()
    if request.method != "HEAD":
        is_json = verification_responses.is_json_preferred(request)
        _record(
            found.certificate,
            Verification.Way.JSON if is_json else Verification.Way.PAGE,
            at=at,
        )
    return verification_responses.render_certificate_status(request, found, at)


def _compare(request: HttpRequest, found: FoundCertificate) -> HttpResponse:
    at = timezone.now()
    if not verification_limits.allow_name_attempt(request, found.certificate.code):
        return verification_responses.render_too_many_requests(request)
    form = PrintedNameForm(request.POST)
    if not form.is_valid():
        return verification_responses.render_certificate_status(
            request, found, at, form=form
        )
    matches = is_name_or_number(found, form.cleaned_data["name"])
    _record(found.certificate, Verification.Way.NAME, at=at)
    return verification_responses.render_certificate_status(
        request, found, at, matches=matches
    )


class _InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps a file of any size in memory, never on disk; ``_is_too_large`` comes first."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def _is_too_large(request: HttpRequest) -> bool:
    """Tell by its Content-Length, beyond which the server reads nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT + _ENVELOPE
    except ValueError:
        return True


def _record(certificate: Certificate, way: Verification.Way, *, at: datetime) -> None:
    """Record for the holder that ``certificate`` was verified in the hour of ``at``.

    The first verification in an hour writes one row without the person, the others
    nothing. It is not an audit entry, as there is no known actor.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = f"certificates:noted:{certificate.pk}:{way}:{hour:%Y%m%d%H}"
    if caches["counters"].add(key, 1, _HOUR.total_seconds()):
        row = Verification(certificate=certificate, at=hour, way=way)
        Verification.objects.bulk_create([row], ignore_conflicts=True)
