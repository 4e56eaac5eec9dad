"""A staff list: its progress, the changes it would make, and the outcome."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.staff_lists.error_groups import (
    describe_error_groups,
    group_list_errors,
)
from courses.desk.staff_lists.finding_rows import iter_finding_rows
from courses.desk.staff_lists.staff_list_status import (
    build_finding_tabs,
    describe_list_state,
    format_list_scope,
    get_first_finding_kind,
    list_staff_list_facts,
    list_visible_staff_lists,
)
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.waiting_names import count_waiting_names


@require_safe
@access.require_role(*access.PERSONNEL)
def list_staff_lists(request: SignedInRequest) -> HttpResponse:
    """List the staff lists of the officer’s part of the service, newest first."""
    page = paginate_rows(request, list_visible_staff_lists(request.user))
    context = {
        "title": _("Staff lists"),
        "page": page,
        "lines": [
            {
                "one": one,
                "state": describe_list_state(one),
                "part": format_list_scope(one),
            }
            for one in page
        ],
    }
    return render(request, "desk/staff_lists/list.html", context)


@require_safe
@access.require_role(*access.PERSONNEL)
def show_staff_list(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a list according to its state; viewing findings about people is audited."""
    one = get_object_or_404(list_visible_staff_lists(request.user), key=key)
    kind = request.GET.get("kind") or get_first_finding_kind(one)
    if kind not in Finding.Kind:
        raise Http404
    page, lines = _found(request, one, kind)
    if lines:
        audit_log.record_action(
            "staff.import_viewed",
            by=request.user,
            on=one,
            kind=str(kind),
            page=page.number,
        )
    address = reverse("desk:staff-lists:one", args=[one.key])
    context = {
        "staff_list": one,
        "state": describe_list_state(one),
        "facts": list_staff_list_facts(one),
        "tabs": [
            tab
            | {"url": f"{address}?kind={tab['kind']}", "current": tab["kind"] == kind}
            for tab in build_finding_tabs(one)
        ],
        "kind": kind,
        "label": Finding.Kind(kind).label,
        "page": page,
        "lines": lines,
        "waiting_names": _waiting_names(one, request.user),
    }
    return render(request, "desk/staff_lists/one.html", context)


def _waiting_names(one: StaffList, user: User) -> int:
    if one.state != StaffList.State.APPLIED:
        return 0
    return count_waiting_names(one, user)


def _found(
    request: SignedInRequest, one: StaffList, kind: str
) -> tuple[Page[Any], list[Any]]:
    """Return a page of findings of one kind, and its rows; equal errors are grouped."""
    if kind == Finding.Kind.ERROR:
        groups = paginate_rows(request, group_list_errors(one))
        return groups, describe_error_groups(groups, one)
    findings = one.findings.filter(kind=kind).select_related("person__user")
    page = paginate_rows(request, findings)
    return page, list(iter_finding_rows(page, one)) if one.counts else []
