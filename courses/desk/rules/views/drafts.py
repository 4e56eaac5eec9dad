"""A change of the rules before it is saved: whom it concerns, an example, and the saving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.compliance import drafting
from courses.compliance.errors import ComplianceError, MovedError
from courses.compliance.explaining import explain, steps
from courses.compliance.models import RuleDraft
from courses.compliance.previewing import for_one
from courses.desk import access
from courses.desk.rules.forms import ExampleForm, SaveForm
from courses.desk.rules.showing import Shown, people_of, tabs_of
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.unsent.late_posts import keeps_late_posts, posted

_PAGE = 50


@keeps_late_posts
@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def draft(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show whom a change concerns, with dates, and save exactly that."""
    one = _draft(request, key)
    if one.saved_at is not None:
        messages.info(request, _("This change was saved already. Nothing was done."))
        return redirect("desk:rules:list")
    kept = posted(request)
    first = {"digest": one.digest, "reason": kept.get("reason", "") if kept else ""}
    form = SaveForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.save(one, by=request.user, **form.cleaned_data)
        except MovedError as error:
            messages.warning(request, str(error))
            return redirect("desk:rules:draft", key)
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved, exactly as it was shown."))
            has_open = bool(drafting.preview_of(one).impossible)
            return redirect(f"desk:rules:{'exceptions' if has_open else 'list'}")
    example = ExampleForm(people=people_of(request.user))
    return _page(request, one, {"save": form, "example": example})


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def example(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the dates of one person step by step; the look is written to the audit."""
    one = _draft(request, key)
    if request.method != "POST":  # the page that showed them, in another language
        return redirect("desk:rules:draft", key)
    form = ExampleForm(request.POST, people=people_of(request.user))
    context: dict[str, Any] = {
        "save": SaveForm(initial={"digest": one.digest}),
        "example": form,
    }
    if form.is_valid() and (person := form.person) is not None:
        before, after = for_one(drafting.change_of(one), person)
        trail.write(
            "compliance.example_viewed", by=request.user, on=one, person=person.key
        )
        context |= {
            "person": person,
            "before": explain(before) if before else "",
            "steps": steps(after) if after else [],
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
    change, found = drafting.change_of(one), drafting.preview_of(one)
    shown = Shown(found, request.user, request.GET.get("show", ""))
    page = Paginator(shown.lines, _PAGE).get_page(request.GET.get("page"))
    rows = shown.rows(page.object_list)
    trail.write("compliance.preview_viewed", by=request.user, on=one, people=len(rows))
    address = reverse("desk:rules:draft", args=[one.key])
    context |= {
        "draft": one,
        "change": change,
        "rule": change.new or change.old,
        "found": found,
        "shown": shown,
        "tabs": tabs_of(shown, address),
        "page": page,
        "rows": rows,
        "example_url": reverse("desk:rules:example", args=[one.key]),
    }
    context["is_wrong"] = bool(context["save"].errors or context["example"].errors)
    status = 400 if context["is_wrong"] else 200
    return render(request, "desk/rules/draft.html", context, status=status)
