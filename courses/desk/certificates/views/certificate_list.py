"""The list of certificates of people in the remit, and its download as one archive."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.certificates.errors import CertificateError
from courses.certificates.sheets import pdf_archive
from courses.certificates.update_deadlines import attach_updates
from courses.desk.certificates.certificate_filter import (
    CertificateFilter,
    filter_certificates,
    search_certificates,
)
from courses.desk.certificates.forms import CertificateArchiveForm, CertificateSearch
from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def list_certificates(request: SignedInRequest) -> HttpResponse:
    """List certificates by filter or search; viewing is audited."""
    form = CertificateFilter(request.GET)
    finder = CertificateSearch(request.POST or None)
    found = filter_certificates(form, request.user)
    is_search = request.method == "POST" and finder.is_valid()
    if is_search:
        found = search_certificates(found, finder.cleaned_data["words"].strip())
    rows = found.with_fate().select_related("completion__learner")
    page = paginate_rows(request, rows)
    page.object_list = attach_updates(page.object_list)
    audit_log.record_action(
        "certificates.list_viewed",
        by=request.user,
        certificates=len(page.object_list),
        search=is_search,
        **form.facts(),
    )
    context = {
        "title": _("Certificates"),
        "label": _("Certificates, those that need action first"),
        "form": form,
        "finder": finder,
        "page": page,
        "is_search": is_search,
    }
    return render(request, "desk/certificates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def download_certificate_archive(request: SignedInRequest) -> HttpResponseBase:
    """Ask for a purpose, then send the certificates selected by the address.

    Every person concerned sees the download and its purpose in their own record.
    """
    chosen = CertificateFilter(request.GET)
    number = filter_certificates(chosen, request.user).count()
    form = CertificateArchiveForm(request.POST or None)
    query = f"?{query}" if (query := request.GET.urlencode()) else ""
    list_url = reverse("desk:certificates:list")
    page = FormPage(
        _("Download certificates"),
        _("Download as ZIP"),
        icon="download",
        crumbs=[(f"{list_url}{query}", _("Certificates"))],
        back=list_url,
        back_label=_("Back"),
        lead=ngettext(
            "%(n)s certificate, as selected in the previous list",
            "%(n)s certificates, as selected in the previous list",
            number,
        )
        % {"n": number},
        intro=_(
            "They come as one ZIP archive with a PDF for each certificate, "
            "named by its number and in its own language. The documents name "
            "their holders: store the archive as you would store the "
            "documents."
        ),
    )

    def act(given: dict[str, Any]) -> StreamingHttpResponse:
        if not 0 < number <= pdf_archive.MOST:
            raise CertificateError(_refusal(number))
        return _archive(request, chosen, given["purpose"])

    return handle_form_page(request, form, page, act, CertificateError)


def _archive(
    request: SignedInRequest, chosen: CertificateFilter, purpose: str
) -> StreamingHttpResponse:
    """Record who is concerned, then stream the archive."""
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
        "One archive can hold at most %(most)s documents, and the filter "
        "selects %(number)s. Go back and choose a course or a state."
    ) % {"most": pdf_archive.MOST, "number": number}
