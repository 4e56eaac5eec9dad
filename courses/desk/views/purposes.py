"""Say what small numbers are needed for, and they are shown for an hour."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk import access
from courses.desk.purposes import Kind, PurposeForm, close, open_for
from elearning.accounts.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def numbers(request: SignedInRequest) -> HttpResponse:
    """Ask what the small numbers of reports are needed for, and go back to the report."""
    form = PurposeForm(request.POST or None)
    back = _back(request)
    if request.method == "POST" and form.is_valid():
        open_for(request, Kind.NUMBERS, form.cleaned_data["purpose"], report=back)
        return redirect(back)
    return render(request, "desk/numbers.html", {"form": form, "back": back})


@require_POST
@access.for_roles(*access.PERSONNEL)
def close_numbers(request: SignedInRequest) -> HttpResponse:
    """Withhold small numbers again."""
    close(request, Kind.NUMBERS)
    return redirect(_back(request))


def _back(request: SignedInRequest) -> str:
    """Return the report one came from; a strange address leads to the first report."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    ):
        return asked
    return reverse("desk:compliance")
