"""Keys of other systems: the list, new keys, revocation."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance.answer_key_access import record_all_key_views
from courses.desk.kit import access
from courses.desk.kit.date_fields import get_day_start
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import (
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
    submit_form,
)
from courses.desk.records.forms import StoreCredentialForm
from courses.desk.records.record_tabs import build_record_tabs
from courses.records import lrs_credentials as keys
from courses.records.errors import LrsCredentialError
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_store_credentials(request: SignedInRequest) -> HttpResponse:
    """List all keys, in force or not; their secrets are not stored."""
    now = timezone.now()
    context = {
        "tabs": build_record_tabs("credentials"),
        "lines": [
            {
                "key": key,
                "state": key.state(now),
                "scopes": keys.explain_scopes(key.scopes),
                "last_day": get_last_valid_day(key.expires_at),
            }
            for key in keys.list_credentials()
        ],
    }
    return render(request, "desk/records/credentials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def create_store_credential(request: SignedInRequest) -> HttpResponse:
    """Create a key, and show its secret once.

    Whoever has the secret can read, so creating a key that opens answers is recorded as
    a view of answer keys.
    """
    form = StoreCredentialForm(request.POST or None)
    page = FormPage(
        _("Create a key"),
        _("Create the key"),
        icon="key",
        crumbs=_crumbs(),
        intro=_(
            "The next page shows the key and its secret. The secret is shown "
            "only once and is not stored anywhere, so have a safe place "
            "ready for it."
        ),
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        last = given["expires_on"]
        with transaction.atomic():
            made = keys.create_credential(
                given["label"],
                given["scopes"],
                rate=given["rate"],
                expires_at=get_day_start(last + timedelta(days=1)) if last else None,
                by=request.user,
            )
            if keys.can_read_answers(made.credential):
                record_all_key_views(request.user)
        return render(request, "desk/records/secret.html", {"made": made})

    done = submit_form(
        request, form, act, LrsCredentialError, page.back_url, field="label"
    )
    context = {"form": form, "page": page}
    return done or render_form(request, "desk/records/secret_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def revoke_store_credential(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke a key, after confirmation and with a reason."""
    key = get_object_or_404(keys.list_credentials().filter(revoked_at=None), pk=pk)
    form = ReasonForm(request.POST or None)
    page = FormPage(
        _("Revoke this key"),
        crumbs=_crumbs(),
        about=key.label,
        intro=_(
            "The system that uses it is refused from this moment. What it "
            "wrote stays. A revoked key cannot be restored; create a new one "
            "instead."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        keys.revoke_credential(key, by=request.user, **given)
        return _("Key revoked. It no longer works.")

    return handle_form_page(request, form, page, act, LrsCredentialError)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(
        ("desk:records:statements", _("Record store")),
        ("desk:records:credentials", _("Keys for other systems")),
    )


def get_last_valid_day(ends: datetime | None) -> Any:
    """Return the last day on which a key is valid; ``None`` if it has no end."""
    return (timezone.localtime(ends) - timedelta(seconds=1)).date() if ends else None
