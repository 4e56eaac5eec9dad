"""Findings of the last check of the records, about the people of the remit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.recognition.consistency import check_run
from courses.recognition.consistency.finding_texts import (
    RecordsFindingKind,
    render_records_finding,
)
from courses.recognition.models import Finding, RecordsCheck
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember


class RecordFindingFilter(forms.Form):
    """Filter of findings."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All")), *RecordsFindingKind.choices],
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def list_record_findings(request: SignedInRequest) -> HttpResponse:
    """List the findings by kind; on request, check a small service again."""
    is_small = StaffMember.objects.count() <= check_run.FEW
    if request.method == "POST" and is_small:
        check_run.run_records_check(timezone.now(), by=request.user)
        messages.success(request, _("Records checked."))
        return redirect("desk:records-check")
    form = RecordFindingFilter(request.GET)
    form.is_valid()
    kind = form.cleaned_data.get("kind", "")
    rows = Finding.objects.of_last_check().in_remit_of(request.user)
    if kind:
        rows = rows.filter(kind=kind)
    page: Any = paginate_rows(request, rows.select_related("learner"))
    page.object_list = [_line(one) for one in page.object_list]
    audit_log.record_action(
        "recognition.check_viewed",
        by=request.user,
        page=page.number,
        findings=len(page.object_list),
        kind=kind,
    )
    context: dict[str, Any] = {
        "title": _("Record checks"),
        "label": _("Discrepancies by kind"),
        "form": form,
        "page": page,
        "check": RecordsCheck.objects.order_by("-pk").first(),
        "is_small": is_small,
    }
    return render(request, "desk/recognition/check.html", context)


def _line(finding: Finding) -> dict[str, Any]:
    words = render_records_finding(finding)
    return {"finding": finding, "what": words.what, "advice": words.advice}
