"""The list of certificates of people in the remit, sorted by need for action."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.certificates.update_deadlines import attach_updates
from courses.desk.certificates.certificate_filter import (
    CertificateFilter,
    filter_certificates,
    search_certificates,
)
from courses.desk.certificates.forms import CertificateSearch
from courses.desk.kit import access
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
