"""Keys of other systems: the list, a new one shown once, revoking."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance.key_looks import note_all_looks
from courses.desk import access
from courses.desk.accounts import ReasonForm
from courses.desk.records.forms import CredentialForm
from courses.desk.records.tabs import tabs
from courses.records import credentials as keys
from courses.records.errors import CredentialError
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role


@require_safe
@access.for_roles(Role.ADMINISTRATOR)
def credentials(request: SignedInRequest) -> HttpResponse:
    """List the keys there are and were; their secrets are kept nowhere."""
    now = timezone.now()
    context = {
        "tabs": tabs("credentials"),
        "lines": [
            {
                "key": key,
                "state": key.state(now),
                "scopes": keys.explained(key.scopes),
                "last_day": last_day(key.expires_at),
            }
            for key in keys.listed()
        ],
    }
    return render(request, "desk/records/credentials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def create(request: SignedInRequest) -> HttpResponse:
    """Ask what a new key is for, and answer with its secret, this once.

    Whoever holds the secret can read: making a key that opens answers is a look at keys.
    """
    form = CredentialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = keys.create(
                    given["label"],
                    given["scopes"],
                    rate=given["rate"],
                    expires_at=_end_of(given["expires_on"]),
                    by=request.user,
                )
                if keys.opens_answers(made.credential):
                    note_all_looks(request.user)
        except CredentialError as error:
            form.add_error("label", str(error))
        else:
            return render(request, "desk/records/secret.html", {"made": made})
    return render(request, "desk/records/credential_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a key back, after asking and with a reason."""
    key = get_object_or_404(keys.listed().filter(revoked_at=None), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keys.revoke(key, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The key is revoked. It opens nothing any more."))
        return redirect("desk:records:credentials")
    context = {"key": key, "form": form}
    return render(request, "desk/records/revoke.html", context)


def last_day(ends: datetime | None) -> Any:
    """Return the last day on which a key opens anything."""
    return (timezone.localtime(ends) - timedelta(seconds=1)).date() if ends else None


def _end_of(day: Any) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
