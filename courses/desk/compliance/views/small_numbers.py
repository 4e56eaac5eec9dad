"""Disclosure of small numbers for one hour, for a stated purpose."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk.kit import access
from courses.desk.kit.disclosure_purposes import (
    DisclosureKind,
    PurposeForm,
    record_purpose,
    withdraw_purpose,
)
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def open_small_numbers(request: SignedInRequest) -> HttpResponse:
    """Ask for a purpose, disclose the small numbers, and return to the report."""
    form = PurposeForm(request.POST or None)
    back = _back(request)
    if request.method == "POST" and form.is_valid():
        record_purpose(
            request, DisclosureKind.NUMBERS, form.cleaned_data["purpose"], report=back
        )
        return redirect(back)
    return render(request, "desk/numbers.html", {"form": form, "back": back})


@require_POST
@access.require_role(*access.PERSONNEL)
def close_small_numbers(request: SignedInRequest) -> HttpResponse:
    """Withhold small numbers again."""
    withdraw_purpose(request, DisclosureKind.NUMBERS)
    return redirect(_back(request))


def _back(request: SignedInRequest) -> str:
    """Return the report the user came from; the first report if the address is foreign."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    ):
        return asked
    return reverse("desk:compliance")
