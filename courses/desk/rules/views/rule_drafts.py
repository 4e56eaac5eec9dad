"""A rule change before it is saved: its preview, a worked example, and saving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.compliance import rule_changes
from courses.compliance.errors import ComplianceError, PreviewChangedError
from courses.compliance.models import RuleDraft
from courses.compliance.rule_preview import preview_for_person
from courses.compliance.standing_explanations import (
    explain_standing,
    list_explanation_steps,
)
from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.rules.forms import RuleDraftSaveForm, RuleExampleForm
from courses.desk.rules.preview_lists import (
    PreviewList,
    build_preview_tabs,
    list_people_in_remit,
)
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.autosave.late_submissions import (
    find_submitted_data,
    keep_late_submissions,
)


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def show_rule_draft(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the people affected by a change, with dates; save exactly that change."""
    one = _draft(request, key)
    if one.saved_at is not None:
        messages.info(
            request, _("This change has already been saved. Nothing was done.")
        )
        return redirect("desk:rules:list")
    kept = find_submitted_data(request)
    first = {"digest": one.digest, "reason": kept.get("reason", "") if kept else ""}
    form = RuleDraftSaveForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            rule_changes.apply_rule_draft(one, by=request.user, **form.cleaned_data)
        except PreviewChangedError as error:
            messages.warning(request, str(error))
            return redirect("desk:rules:draft", key)
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved, exactly as it was shown."))
            has_open = bool(rule_changes.load_draft_preview(one).impossible)
            return redirect(f"desk:rules:{'exceptions' if has_open else 'list'}")
    example = RuleExampleForm(people=list_people_in_remit(request.user))
    return _page(request, one, {"save": form, "example": example})


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def show_rule_example(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the dates of one person step by step; the view is audited."""
    one = _draft(request, key)
    if request.method != "POST":  # the same page, requested again in another language
        return redirect("desk:rules:draft", key)
    form = RuleExampleForm(request.POST, people=list_people_in_remit(request.user))
    context: dict[str, Any] = {
        "save": RuleDraftSaveForm(initial={"digest": one.digest}),
        "example": form,
    }
    if form.is_valid():
        person = form.cleaned_data["staff_number"]
        before, after = preview_for_person(rule_changes.build_rule_change(one), person)
        audit_log.record_action(
            "compliance.example_viewed", by=request.user, on=one, person=person.key
        )
        context |= {
            "person": person,
            "before": explain_standing(before) if before else "",
            "steps": list_explanation_steps(after) if after else [],
            "after": after,
        }
    return _page(request, one, context)


def _draft(request: SignedInRequest, key: UUID) -> RuleDraft:
    mine = RuleDraft.objects.visible_to(request.user).select_related(
        *("before__course", "before__post", "before__category"),
        "before__establishment",
    )
    return get_object_or_404(mine, key=key)


def _page(
    request: SignedInRequest, one: RuleDraft, context: dict[str, Any]
) -> HttpResponse:
    change, found = (
        rule_changes.build_rule_change(one),
        rule_changes.load_draft_preview(one),
    )
    shown = PreviewList(found, request.user, request.GET.get("show", ""))
    page = paginate_rows(request, shown.lines)
    rows = shown.rows(page.object_list)
    audit_log.record_action(
        "compliance.preview_viewed", by=request.user, on=one, people=len(rows)
    )
    address = reverse("desk:rules:draft", args=[one.key])
    context |= {
        "draft": one,
        "change": change,
        "rule": change.new or change.old,
        "found": found,
        "shown": shown,
        "tabs": build_preview_tabs(shown, address),
        "page": page,
        "rows": rows,
        "example_url": reverse("desk:rules:example", args=[one.key]),
    }
    context["is_wrong"] = bool(context["save"].errors or context["example"].errors)
    status = 400 if context["is_wrong"] else 200
    return render(request, "desk/rules/draft.html", context, status=status)
