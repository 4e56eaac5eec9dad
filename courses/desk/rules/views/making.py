"""Rules are entered, changed and ended here; each of these leads to its preview first."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.compliance.drafting import prepare
from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.compliance.previewing import Change, rule_of, rule_values
from courses.compliance.qualifying import make_qualification
from courses.desk import access
from courses.desk.rules.forms import EndForm, QualificationForm, RuleForm
from courses.validity import days_after
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.languages import CODES
from elearning.unsent.late_posts import keeps_late_posts, posted


@keeps_late_posts
@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a new rule and go on to what it would do."""
    form = RuleForm(posted(request), initial={"starts_on": access.today()})
    return _entered(
        request, form, lambda: Change(form.instance.starts_on, new=form.instance)
    )


@keeps_late_posts
@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what is different from a day on, and go on to what it would do."""
    rule = _rule(pk)
    tomorrow = days_after(access.today(), 1)
    first = max(tomorrow, days_after(rule.starts_on, 1))
    form = RuleForm(
        posted(request),
        instance=_rule(pk),
        initial={"starts_on": first},
    )
    return _entered(
        request,
        form,
        lambda: Change(
            form.instance.starts_on, rule, rule_of(rule_values(form.instance))
        ),
        rule,
    )


@keeps_late_posts
@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the last day of a rule, and go on to what its end would do."""
    rule = _rule(pk)
    form = EndForm(posted(request), initial={"on": access.today()})
    return _entered(
        request,
        form,
        lambda: Change(days_after(form.cleaned_data["on"], 1), rule),
        rule,
    )


@keeps_late_posts
@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def qualification(request: SignedInRequest) -> HttpResponse:
    """Add an outside qualification, which rules may then ask for."""
    form = QualificationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        titles = {language: given[f"title_{language}"] for language in CODES}
        try:
            course = make_qualification(
                given["code"],
                titles,
                validity_months=given["validity_months"],
                by=request.user,
            )
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            said = _("%(code)s is added. Now a rule can ask for it.")
            messages.success(request, said % {"code": course.code})
            return redirect("desk:rules:list")
    context = {
        "title": _("Add an outside qualification"),
        "form": form,
        "action": _("Add the qualification"),
        "back": reverse("desk:rules:list"),
    }
    return render(
        request, "desk/rules/short_form.html", context, status=_status(request, form)
    )


def _entered(
    request: SignedInRequest,
    form: forms.BaseForm,
    change: Callable[[], Change],
    rule: Requirement | None = None,
) -> HttpResponse:
    """Keep what was entered as a draft and show its preview, or show what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            draft = prepare(change(), by=request.user)
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:rules:draft", draft.key)
    is_end = isinstance(form, EndForm)
    heads = {
        (True, True): _("End the rule"),
        (False, True): _("Change the rule"),
        (False, False): _("New rule"),
    }
    context = {
        "title": heads[is_end, rule is not None],
        "form": form,
        "rule": rule,
        "action": _("Show whom it concerns"),
        "back": reverse("desk:rules:list"),
    }
    name = "short_form" if is_end else "form"
    return render(
        request, f"desk/rules/{name}.html", context, status=_status(request, form)
    )


def _rule(pk: int) -> Requirement:
    rules = Requirement.objects.select_related(
        "course", "post", "category", "establishment"
    )
    return get_object_or_404(rules, pk=pk)


def _status(request: SignedInRequest, form: forms.BaseForm) -> int:
    """Return 400 for what was sent and is wrong; what was kept is only shown again."""
    return 400 if request.method == "POST" and form.errors else 200
