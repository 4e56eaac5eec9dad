"""The list of rules: in force, to come and ended."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk import access
from courses.desk.rules.exceptions import waiting
from courses.desk.rules.forms import RuleFilter
from courses.desk.rules.selecting import lines
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def rules(request: SignedInRequest) -> HttpResponse:
    """List the rules; a personnel officer of an establishment reads those that concern it."""
    form = RuleFilter(request.GET)
    found = lines(form, request.user, access.today())
    context = {
        "title": _("Rules for training"),
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "waiting": waiting(request.user).count(),
        "may_rule": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/rules/list.html", context)
