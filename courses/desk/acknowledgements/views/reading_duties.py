"""Reading duties: guidelines still to be read, signatures on paper, reading rules."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.acknowledgements.acknowledgement_records import record_paper_signature
from courses.acknowledgements.errors import AcknowledgementError
from courses.acknowledgements.models import ReadingRule
from courses.acknowledgements.reading_duties import list_reading_duties
from courses.acknowledgements.reading_rules import (
    create_reading_rule,
    end_reading_rule,
    record_paper_issue,
)
from courses.desk.acknowledgements.forms import (
    PaperIssueForm,
    PaperSignatureForm,
    ReadingDutyFilter,
    ReadingRuleEndForm,
    ReadingRuleForm,
)
from courses.desk.kit import access
from courses.desk.kit.form_page import (
    FormPage,
    build_crumbs,
    build_record_form_page,
    handle_form_page,
)
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember


@require_safe
@access.require_role(*access.PERSONNEL)
def show_reading_duties(request: SignedInRequest) -> HttpResponse:
    """List who has to read which guideline by when; viewing is audited."""
    form = ReadingDutyFilter(request.GET)
    form.is_valid()
    on = timezone.localdate()
    remit = StaffMember.objects.in_remit_of(request.user, roles=access.PERSONNEL)
    found = list_reading_duties(remit, on=on)
    if document := form.cleaned_data.get("document"):
        found = [one for one in found if one.document == document]
    if not form.cleaned_data.get("done"):
        found = [one for one in found if one.is_open]
    audit_log.record_action(
        "acknowledging.duties_viewed", by=request.user, count=len(found)
    )
    context = {
        "title": _("Guidelines to be read"),
        "form": form,
        "page": paginate_rows(request, found),
        "may_rule": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/acknowledgements/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_signed_sheet(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Record that a person signed on paper; files are refused."""
    somebody = access.get_person_in_remit(request.user, key)
    form = PaperSignatureForm(request.POST or None, request.FILES or None)
    page = build_record_form_page(somebody, _("Enter a signature on paper"))

    def act(given: dict[str, Any]) -> str:
        record_paper_signature(somebody, by=request.user, **given)
        return _("The signature has been entered.")

    return handle_form_page(request, form, page, act, AcknowledgementError)


@require_safe
@access.require_role(Role.MINISTRY_HR)
def list_reading_rules(request: SignedInRequest) -> HttpResponse:
    """List the rules that are in force now or later."""
    on = timezone.localdate()
    lasting = ReadingRule.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    found = lasting.select_related("post", "document", "establishment")
    context = {
        "title": _("Rules for reading guidelines"),
        "page": paginate_rows(request, found),
    }
    return render(request, "desk/acknowledgements/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def enter_reading_rule(request: SignedInRequest) -> HttpResponse:
    """Require everybody in a post to read a guideline."""
    form = ReadingRuleForm(
        request.POST or None, initial={"starts_on": timezone.localdate()}
    )
    page = _form_page(_("Require a guideline to be read"))

    def act(given: dict[str, Any]) -> str:
        create_reading_rule(by=request.user, **given)
        return _("The rule has been saved.")

    return handle_form_page(request, form, page, act, AcknowledgementError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def enter_reading_rule_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set the last day of a rule."""
    rule = get_object_or_404(ReadingRule.objects.select_related("document"), pk=pk)
    form = ReadingRuleEndForm(
        request.POST or None, initial={"on": timezone.localdate()}
    )
    page = _form_page(_("End the rule"), f"{rule.document.code} — {rule.post.title}")

    def act(given: dict[str, Any]) -> str:
        end_reading_rule(rule, by=request.user, **given)
        return _("The last day of the rule has been saved.")

    return handle_form_page(request, form, page, act, AcknowledgementError, field="on")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def enter_new_issue(request: SignedInRequest) -> HttpResponse:
    """Record a new issue of a paper guideline; everybody who has to read it signs again."""
    form = PaperIssueForm(
        request.POST or None, initial={"issued_on": timezone.localdate()}
    )
    page = _form_page(_("Record a new paper issue"))

    def act(given: dict[str, Any]) -> str:
        record_paper_issue(by=request.user, **given)
        return _("Saved. Everyone who has to read it is asked again.")

    return handle_form_page(request, form, page, act, AcknowledgementError)


def _form_page(title: str, about: str = "") -> FormPage:
    rules = ("desk:reading-rules", _("Rules for reading guidelines"))
    return FormPage(
        title,
        _("Save"),
        icon="check",
        crumbs=build_crumbs(rules),
        about=about,
    )
