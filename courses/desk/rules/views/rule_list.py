"""The list of rules: in force, to come and ended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.rules.exception_forms import list_waiting_exceptions
from courses.desk.rules.forms import TrainingRuleFilter
from courses.desk.rules.rule_rows import list_rule_rows
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.PERSONNEL)
def list_training_rules(request: SignedInRequest) -> HttpResponse:
    """List the rules; a personnel officer of an establishment reads those that concern it."""
    form = TrainingRuleFilter(request.GET)
    found = list_rule_rows(form, request.user, timezone.localdate())
    context = {
        "title": _("Rules for training"),
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": paginate_rows(request, found),
        "waiting": list_waiting_exceptions(request.user).count(),
        "may_rule": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/rules/list.html", context)
