"""Take the papers of the listed certificates away, in one archive."""

from django.db import transaction
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.certificates.sheets import pdf_archive
from courses.desk.certificates.certificate_filter import (
    CertificateFilter,
    filter_certificates,
)
from courses.desk.certificates.forms import CertificateArchiveForm
from courses.desk.kit import access
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def download_certificate_archive(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the papers are for, then send those of the filter in the address.

    Every person concerned finds it in her own record, with the purpose.
    """
    chosen = CertificateFilter(request.GET)
    found = filter_certificates(chosen, request.user)
    number = found.count()
    form = CertificateArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if 0 < number <= pdf_archive.MOST:
            return _archive(request, chosen, form.cleaned_data["purpose"])
        form.add_error(None, _refusal(number))
    context = {
        "form": form,
        "number": number,
        "most": pdf_archive.MOST,
        "query": request.GET.urlencode(),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/certificates/take.html", context, status=status)


def _archive(
    request: SignedInRequest, chosen: CertificateFilter, purpose: str
) -> StreamingHttpResponse:
    """Write down who is concerned, then send the archive as it is made."""
    with transaction.atomic():
        rows = filter_certificates(chosen, request.user).select_related(
            "completion__learner"
        )
        papers = list(rows[: pdf_archive.MOST])
        audit_log.record_action_for_each(
            "certificates.taken_out",
            by=request.user,
            about=[(row, row.holder.key) for row in papers],
            reason=purpose,
            papers=len(papers),
        )
    keys = [row.pk for row in papers]
    name = f"certificates-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        pdf_archive.iter_pdf_archive(keys),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _refusal(number: int) -> str:
    if not number:
        return _("The filter selects no certificate. Go back and choose another one.")
    return _(
        "One archive holds at most %(most)s papers, and the filter selects %(number)s. Go "
        "back and choose a course or a state."
    ) % {"most": pdf_archive.MOST, "number": number}
