"""Take the papers of the listed certificates away, in one archive."""

from django.db import transaction
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.certificates.sheets import packing
from courses.desk import access
from courses.desk.certificates.forms import TakingForm
from courses.desk.certificates.selecting import CertificateFilter, select
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def take(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the papers are for, then send those of the filter in the address.

    Every person concerned finds it in her own record, with the purpose.
    """
    chosen = CertificateFilter(request.GET)
    found = select(chosen, request.user)
    number = found.count()
    form = TakingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if 0 < number <= packing.MOST:
            return _archive(request, chosen, form.cleaned_data["purpose"])
        form.add_error(None, _refusal(number))
    context = {
        "form": form,
        "number": number,
        "most": packing.MOST,
        "query": request.GET.urlencode(),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/certificates/take.html", context, status=status)


def _archive(
    request: SignedInRequest, chosen: CertificateFilter, purpose: str
) -> StreamingHttpResponse:
    """Write down who is concerned, then send the archive as it is made."""
    with transaction.atomic():
        rows = select(chosen, request.user).select_related("completion__learner")
        papers = list(rows[: packing.MOST])
        trail.write_each(
            "certificates.taken_out",
            by=request.user,
            about=[(row, row.holder.key) for row in papers],
            reason=purpose,
            papers=len(papers),
        )
    keys = [row.pk for row in papers]
    name = f"certificates-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        packing.packed(keys),
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
    ) % {"most": packing.MOST, "number": number}
