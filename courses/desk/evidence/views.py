"""The exam attempts of a person, and the evidence pack of one attempt."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.models import Attempt
from courses.desk.evidence.forms import EvidenceForm
from courses.desk.kit import access
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    render_form,
    submit_form,
)
from courses.evidence import evidence_pack
from courses.evidence.errors import EvidenceError
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

#: Roles that may export questions, answers and keys: only the ministry.
ISSUING = (Role.MINISTRY_HR,)


@require_safe
@access.require_role(*ISSUING)
def list_person_attempts(request: SignedInRequest, key: UUID) -> HttpResponse:
    """List the exam attempts of a person; viewing is audited."""
    person = access.get_person_in_remit(request.user, key, ISSUING)
    audit_log.record_action(
        "assessment.attempts_viewed", by=request.user, on=person, person=key
    )
    found = _of(person).with_verdict().order_by("-started_at")
    context = {"person": person, "attempts": found}
    return render(request, "desk/evidence/attempts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*ISSUING)
def download_evidence_pack(
    request: SignedInRequest, key: UUID, attempt: UUID
) -> HttpResponse:
    """Ask for a purpose, then return the evidence pack of an attempt."""
    person = access.get_person_in_remit(request.user, key, ISSUING)
    one = get_object_or_404(_of(person).exclude(score=None), key=attempt)
    form = EvidenceForm(request.POST or None)
    page = FormPage(
        _("Issue the evidence"),
        _("Download the archive (ZIP)"),
        icon="download",
        crumbs=build_crumbs(
            HOME,
            ("desk:people", _("Staff")),
            ("desk:person", _("Training record"), key),
            ("desk:evidence:attempts", _("Exams"), key),
        ),
        back_label=_("Back"),
        about=person.full_name,
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        pack = evidence_pack.issue_evidence_pack(
            one, by=request.user, at=timezone.now(), **given
        )
        return HttpResponse(
            pack.data,
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{pack.name}"',
                "Cache-Control": "no-store",
            },
        )

    context = {"page": page, "form": form, "attempt": one}
    done = submit_form(request, form, act, EvidenceError, page.back_url)
    return done or render_form(request, "desk/evidence/issue.html", context)


def _of(person: StaffMember) -> Any:
    return Attempt.objects.filter(enrolment__learner=person).select_related(
        "paper__version__unit",
        "enrolment__course",
        "enrolment__edition__course",
        "enrolment__learner",
        "sitting__establishment",
    )
