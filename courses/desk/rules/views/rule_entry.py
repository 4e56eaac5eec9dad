"""The list of rules, and forms to add, change and end them after a preview."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.compliance.pageless_courses import create_qualification
from courses.compliance.rule_changes import create_rule_draft
from courses.compliance.rule_preview import RuleChange, build_rule, extract_rule_values
from courses.desk.kit import access
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
    submit_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.desk.rules.exception_forms import list_waiting_exceptions
from courses.desk.rules.forms import (
    QualificationForm,
    TrainingRuleEndForm,
    TrainingRuleFilter,
    TrainingRuleForm,
)
from courses.desk.rules.rule_rows import list_rule_rows
from courses.validity import add_days
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.autosave.late_submissions import (
    find_submitted_data,
    keep_late_submissions,
)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_training_rules(request: SignedInRequest) -> HttpResponse:
    """List the rules; an establishment’s officer sees those that concern it."""
    form = TrainingRuleFilter(request.GET)
    found = list_rule_rows(form, request.user, timezone.localdate())
    context = {
        "title": _("Training rules"),
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": paginate_rows(request, found),
        "waiting": list_waiting_exceptions(request.user).count(),
        "may_rule": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/rules/list.html", context)


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def add_training_rule(request: SignedInRequest) -> HttpResponse:
    """Enter a new rule, and go on to its preview."""
    form = TrainingRuleForm(
        find_submitted_data(request), initial={"starts_on": timezone.localdate()}
    )
    return _entered(
        request, form, lambda: RuleChange(form.instance.starts_on, new=form.instance)
    )


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def change_training_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a change of a rule from a day on, and go on to its preview."""
    rule = _rule(pk)
    tomorrow = add_days(timezone.localdate(), 1)
    first = max(tomorrow, add_days(rule.starts_on, 1))
    form = TrainingRuleForm(
        find_submitted_data(request),
        instance=_rule(pk),
        initial={"starts_on": first},
    )
    return _entered(
        request,
        form,
        lambda: RuleChange(
            form.instance.starts_on,
            rule,
            build_rule(extract_rule_values(form.instance)),
        ),
        rule,
    )


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def end_training_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the last day of a rule, and go on to its preview."""
    rule = _rule(pk)
    form = TrainingRuleEndForm(
        find_submitted_data(request), initial={"on": timezone.localdate()}
    )
    return _entered(
        request,
        form,
        lambda: RuleChange(add_days(form.cleaned_data["on"], 1), rule),
        rule,
    )


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def add_qualification(request: SignedInRequest) -> HttpResponse:
    """Add an outside qualification, which rules can then require."""
    form = QualificationForm(find_submitted_data(request))
    page = FormPage(
        _("Add an external qualification"),
        _("Add the qualification"),
        crumbs=_crumbs(),
    )

    def act(given: dict[str, Any]) -> str:
        course = create_qualification(
            given["code"],
            form.read_texts("title"),
            validity_months=given["validity_months"],
            by=request.user,
        )
        said = _("%(code)s added. A rule can now require it.")
        return said % {"code": course.code}

    return handle_form_page(request, form, page, act, ComplianceError)


def _entered(
    request: SignedInRequest,
    form: forms.BaseForm,
    change: Callable[[], RuleChange],
    rule: Requirement | None = None,
) -> HttpResponse:
    """Save the entry as a draft and show its preview, or show the errors."""
    is_end = isinstance(form, TrainingRuleEndForm)
    heads = {
        (True, True): _("End the rule"),
        (False, True): _("Change the rule"),
        (False, False): _("New rule"),
    }
    page = FormPage(
        heads[is_end, rule is not None],
        _("Show whom it concerns"),
        crumbs=_crumbs(),
        about=f"{rule.course.code} — {rule.course.title}" if rule else "",
    )

    def act(_given: dict[str, Any]) -> HttpResponse:
        draft = create_rule_draft(change(), by=request.user)
        return redirect("desk:rules:draft", draft.key)

    if is_end:
        return handle_form_page(request, form, page, act, ComplianceError)
    context = {"form": form, "rule": rule, "page": page}
    done = submit_form(request, form, act, ComplianceError, page.back_url)
    return done or render_form(request, "desk/rules/form.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(HOME, ("desk:rules:list", _("Training rules")))


def _rule(pk: int) -> Requirement:
    rules = Requirement.objects.select_related(
        "course", "post", "category", "establishment"
    )
    return get_object_or_404(rules, pk=pk)
