"""Access keys of other systems: the list, a new one, ending one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.tokens.forms import TokenForm
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.api.granting import HOLDERS, end, grant
from elearning.api.models import AccessToken

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL, Role.ADMINISTRATOR)
def tokens(request: SignedInRequest) -> HttpResponse:
    """List the keys of whoever is signed in; an administrator sees those of all."""
    rows = AccessToken.objects.visible_to(request.user).select_related("user")
    context = {
        "title": _("Access keys"),
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "today": access.today(),
        "may_make": request.user.has_role(*HOLDERS),
    }
    return render(request, "desk/tokens/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*HOLDERS)
def make(request: SignedInRequest) -> HttpResponse:
    """Make a key and show it this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, text = grant(by=request.user, **form.cleaned_data)
        context = {"token": token, "text": text}
        return render(request, "desk/tokens/made.html", context)
    return render(request, "desk/tokens/make.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL, Role.ADMINISTRATOR)
def end_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a key open nothing from now on, after asking."""
    seen = AccessToken.objects.visible_to(request.user).filter(ended_at=None)
    token = get_object_or_404(seen.select_related("user"), pk=pk)
    if request.method == "POST":
        end(token, by=request.user)
        messages.success(request, _("The key opens nothing any more."))
        return redirect("desk:tokens:list")
    return render(request, "desk/tokens/end.html", {"token": token})
