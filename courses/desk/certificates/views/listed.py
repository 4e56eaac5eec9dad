"""The list of certificates of the people in the remit, what needs action first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.certificates.updates import with_updates
from courses.desk import access
from courses.desk.certificates.forms import CertificateSearch
from courses.desk.certificates.selecting import CertificateFilter, search, select
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def certificates(request: SignedInRequest) -> HttpResponse:
    """List certificates by filter or by search; reading it is audited."""
    form = CertificateFilter(request.GET)
    finder = CertificateSearch(request.POST or None)
    found = select(form, request.user)
    is_search = request.method == "POST" and finder.is_valid()
    if is_search:
        found = search(found, finder.cleaned_data["words"].strip())
    rows = found.with_fate().select_related("completion__learner")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    page.object_list = with_updates(page.object_list)
    trail.write(
        "certificates.list_viewed",
        by=request.user,
        certificates=len(page.object_list),
        search=is_search,
        **form.facts(),
    )
    context = {
        "title": _("Certificates"),
        "label": _("Certificates, what needs action first"),
        "form": form,
        "finder": finder,
        "page": page,
        "is_search": is_search,
    }
    return render(request, "desk/certificates/list.html", context)
