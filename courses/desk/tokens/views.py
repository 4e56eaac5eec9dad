"""Access keys of other systems: listed, created, revoked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.tokens.forms import AccessTokenForm
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.api.access_keys import HOLDERS, create_access_key, revoke_access_key
from elearning.api.errors import TokenError
from elearning.api.models import AccessToken


@require_safe
@access.require_role(*access.PERSONNEL, Role.ADMINISTRATOR)
def list_access_tokens(request: SignedInRequest) -> HttpResponse:
    """List the user’s own keys; administrators see everybody’s."""
    rows = AccessToken.objects.visible_to(request.user).select_related("user")
    context = {
        "title": _("Access keys"),
        "page": paginate_rows(request, rows),
        "today": timezone.localdate(),
        "may_make": request.user.has_role(*HOLDERS),
    }
    return render(request, "desk/tokens/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*HOLDERS)
def add_access_token(request: SignedInRequest) -> HttpResponse:
    """Create a key, and show it once."""
    form = AccessTokenForm(request.POST or None)
    page = FormPage(
        _("Create a key"),
        _("Create the key"),
        crumbs=build_crumbs(("desk:tokens:list", _("Access keys"))),
        intro=_(
            "The key acts in your name. Give it to the administrator of the other "
            "system only, and end it when it is no longer needed."
        ),
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        token, text = create_access_key(by=request.user, **given)
        context = {"token": token, "text": text}
        return render(request, "desk/tokens/made.html", context)

    return handle_form_page(request, form, page, act, TokenError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL, Role.ADMINISTRATOR)
def stop_access_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke a key, after confirmation."""
    seen = AccessToken.objects.visible_to(request.user).filter(ended_at=None)
    token = get_object_or_404(seen.select_related("user"), pk=pk)
    if request.method == "POST":
        revoke_access_key(token, by=request.user)
        messages.success(request, _("The key no longer works."))
        return redirect("desk:tokens:list")
    return render(request, "desk/tokens/end.html", {"token": token})
