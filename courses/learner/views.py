"""The learner’s screens."""

import logging
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.acknowledgements.reading_duties import ReadingDuty, list_reading_duties
from courses.assessment.models import Attempt
from courses.assessment.practice import diagnostic_tests
from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.models import Certificate
from courses.certificates.update_deadlines import attach_updates
from courses.competencies.post_requirements import list_person_requirements
from courses.compliance.renewals import load_renewal_days, set_renewal_days
from courses.compliance.status import CourseStanding
from courses.enquiries.enquiry_context import build_enquiry_contexts
from courses.enquiries.models import Enquiry
from courses.enrolment import enrol_learner
from courses.errors import EnrolmentError
from courses.learner import archive_file
from courses.learner.archive import build_learner_archive
from courses.learner.direct_reports import list_direct_reports
from courses.learner.erasure_requests import (
    ErasureForm,
    build_erasure_context,
    find_last_erasure,
)
from courses.learner.exam_result import (
    build_result_context,
    build_test_result_context,
    build_waiting_context,
)
from courses.learner.record_access import (
    MANAGERS_LOOK,
    build_record_accesses,
    list_access_entries,
    list_record_accesses,
)
from courses.learner.record_download import record_json, record_pdf
from courses.learner.record_download.training_record import (
    TrainingRecordFacts,
    build_training_record,
)
from courses.learner.sessions.learner_sessions import (
    LearnerClassroom,
    build_learner_classroom,
    list_taught_sessions,
)
from courses.learner.training_overview import build_training_overview
from courses.models import Course
from courses.records.completions.completion_correction import attach_corrections
from courses.records.models import Completion
from courses.retention import privacy_requests
from courses.retention.errors import RetentionError
from courses.updates.update_tasks import list_update_tasks
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.languages import CODES, OWN_NAMES, get_current_language
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

logger = logging.getLogger("elearning.learner")


@require_safe
def show_training(request: SignedInRequest) -> HttpResponse:
    """Show what is due, with one button, then everything else."""
    now = timezone.now()
    learner = _with_besides(request.user, now)
    if learner is None:
        return render(
            request, "learner/training.html", {"classroom": LearnerClassroom()}
        )
    training = build_training_overview(learner, now)
    context = {
        "training": training,
        "classroom": build_learner_classroom(learner, now, training.stands),
        "is_manager": learner.is_manager,
        "certificates": _in_force(learner, training.stands),
        "follow_ups": diagnostic_tests.list_learner_follow_ups(learner, now)
        if learner.is_gauged
        else [],
        "to_read": _to_read(learner),
        "updates": training.updates,
        "today": timezone.localdate(now),
    }
    return render(request, "learner/training.html", context)


def _with_besides(user: "User", at: datetime) -> Any:
    """Return the person of ``user``, annotated with rare facts, in one query."""
    people = StaffMember.objects.filter(user=user).annotate(
        is_manager=Exists(
            StaffMember.objects.reporting_to(user, timezone.localdate(at))
        ),
        is_gauged=Exists(
            diagnostic_tests.list_open_follow_ups(at).filter(learner=OuterRef("pk"))
        ),
        teaches=Exists(list_taught_sessions(OuterRef("pk"))),
    )
    return people.first()


def _in_force(learner: StaffMember, stands: list[CourseStanding]) -> list[Certificate]:
    """Return the valid certificates of ``learner``, earliest expiry first."""
    mine = Certificate.objects.filter(completion__learner=learner)
    counting = mine.counting(timezone.localdate()).filter(renewed_by=None)
    rows = counting.select_related("completion").order_by("expires_on", "pk")
    set_renewal_days([row.completion for row in rows], stands)
    return list(rows)


def _to_read(learner: StaffMember) -> list[ReadingDuty]:
    """Return the guidelines that ``learner`` still has to read."""
    mine = StaffMember.objects.filter(pk=learner.pk)
    return [
        one for one in list_reading_duties(mine, on=timezone.localdate()) if one.is_open
    ]


@require_POST
def dismiss_tour(request: SignedInRequest) -> HttpResponse:
    """Hide the tour for good, or with ``show`` bring it back."""
    is_back = "show" in request.POST
    request.user.toured_at = None if is_back else timezone.now()
    request.user.save(update_fields=["toured_at"])
    return redirect("learner:training")


@require_POST
def join_course(request: SignedInRequest, slug: str) -> HttpResponse:
    """Enrol the signed-in user on a course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    learner = get_object_or_404(StaffMember, user=request.user)
    try:
        enrolment = enrol_learner(learner, course, by=request.user)
    except EnrolmentError as error:
        messages.error(request, str(error))
        return redirect("learner:training")
    return redirect(enrolment)


@require_safe
def list_own_questions(request: SignedInRequest) -> HttpResponse:
    """Show the questions the user asked trainers, newest first, with the replies."""
    own = Enquiry.objects.of(request.user).with_replies()
    page = Paginator(own, 20).get_page(request.GET.get("page"))
    context = {"page": page, "lines": build_enquiry_contexts(page.object_list)}
    return render(request, "learner/questions.html", context)


@require_safe
def show_post_duties(request: SignedInRequest) -> HttpResponse:
    """Show the requirements of the user’s positions."""
    learner = get_object_or_404(StaffMember, user=request.user)
    posts = list_person_requirements(learner, on=timezone.localdate())
    return render(request, "learner/post.html", {"posts": posts})


@require_safe
def show_direct_reports(request: SignedInRequest) -> HttpResponse:
    """Show a line manager the standings of direct reports; each access is recorded.

    404 for users without direct reports today.
    """
    on = timezone.localdate()
    mine = StaffMember.objects.reporting_to(request.user, on)
    page = Paginator(mine, 25).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    reported = list_direct_reports(page.object_list, on=on)
    audit_log.record_action_for_each(
        MANAGERS_LOOK,
        by=request.user,
        about=[(report.person, report.person.key) for report in reported],
    )
    context = {"page": page, "reports": reported, "today": on}
    return render(request, "learner/people.html", context)


@require_safe
def show_record(request: SignedInRequest) -> HttpResponse:
    """Show the data stored about the signed-in user, and recent accesses to it."""
    learner = get_object_or_404(StaffMember, user=request.user)
    completions = Completion.objects.visible_to(request.user).filter(
        learner=learner, superseded_by=None
    )
    today = timezone.localdate()
    passes = completions.select_related("course", "edition", "withdrawal")
    context = {
        "learner": learner,
        "languages": OWN_NAMES,
        "completions": load_renewal_days(attach_corrections(passes), on=today),
        "observations": learner.observations.with_numbers(),
        "today": today,
        "looks": list_record_accesses(learner, limit=5),
        "erasure": find_last_erasure(learner),
    }
    return render(request, "learner/records.html", context)


@require_safe
def show_record_accesses(request: SignedInRequest) -> HttpResponse:
    """Show all accesses to the signed-in user’s record, by day."""
    learner = get_object_or_404(StaffMember, user=request.user)
    page = Paginator(list_access_entries(learner), 50).get_page(request.GET.get("page"))
    context = {"page": page, "looks": build_record_accesses(page.object_list)}
    return render(request, "learner/looks.html", context)


@require_safe
def show_certificates(request: SignedInRequest) -> HttpResponse:
    """Show the signed-in user’s certificates: those in force, then all earlier ones."""
    own = Certificate.objects.filter(completion__learner__user=request.user)
    rows = own.with_fate().select_related("completion__course", "completion__learner")
    rows = rows.prefetch_related("renewed_by").order_by("-issued_on", "-pk")
    found, today = attach_updates(rows), timezone.localdate()
    load_renewal_days([row.completion for row in found], on=today)
    now = [row for row in found if row.state == "valid" and not row.renewed_by.all()]
    learner = StaffMember.objects.filter(user=request.user).first()
    context = {
        "certificates": now,
        "earlier": [row for row in found if row not in now],
        "updates": list_update_tasks(learner, on=today) if learner else [],
        "today": today,
    }
    return render(request, "learner/certificates.html", context)


@require_safe
def show_exam_result(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the result of an exam, with its certificate on a pass, or the state of marking."""
    own = Attempt.every.visible_to(request.user).with_verdict()
    found = own.select_related(
        "paper", "enrolment__course", "enrolment__edition", "enrolment__learner"
    )
    attempt = get_object_or_404(found, key=key)
    if attempt.is_open:
        return redirect(attempt)
    if attempt.is_update:
        return render(
            request, "learner/update_result.html", build_test_result_context(attempt)
        )
    if not attempt.is_exam:
        return render(
            request, "learner/test_result.html", build_test_result_context(attempt)
        )
    if attempt.is_waiting:
        return render(request, "learner/waiting.html", build_waiting_context(attempt))
    return render(request, "learner/result.html", build_result_context(attempt))


@require_safe
def download_archive(request: SignedInRequest) -> HttpResponseBase:
    """Return all data about the signed-in user as a ZIP file, as HTML and JSON."""
    learner = get_object_or_404(StaffMember, user=request.user)
    now = timezone.now()
    privacy_requests.record_data_export(learner, by=request.user, at=now)
    file = archive_file.pack_archive(build_learner_archive(learner), at=now)
    return FileResponse(file, as_attachment=True, filename="my-data.zip")


@require_http_methods(["GET", "HEAD", "POST"])
def request_erasure(request: SignedInRequest) -> HttpResponse:
    """Show the user’s requests for erasure and their states; accept a new one."""
    learner = get_object_or_404(StaffMember, user=request.user)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy_requests.request_erasure(
                learner, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except RetentionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Your request has been saved. You will be told the decision."),
            )
            return redirect("learner:erasure")
    context = build_erasure_context(learner, at=timezone.now()) | {"form": form}
    if context["is_open"]:
        context["form"] = None
    status = 400 if form.errors else 200
    return render(request, "learner/erasure.html", context, status=status)


@require_safe
def download_record_pdf(request: SignedInRequest) -> HttpResponse:
    """Return the signed-in user’s training record as a sealed PDF, in ``?lang=``."""
    asked = request.GET.get("lang", "")
    language = asked if asked in CODES else get_current_language()

    def made(whole: TrainingRecordFacts) -> bytes:
        return record_pdf.render_training_record(
            whole, language, attached=record_json.sign_training_record(whole)
        )

    return _whole(request, made, "pdf", "application/pdf")


@require_safe
def download_record_json(request: SignedInRequest) -> HttpResponse:
    """Return the signed-in user’s training record as signed JSON."""
    return _whole(request, record_json.sign_training_record, "json", "application/json")


def _whole(
    request: SignedInRequest,
    made: Callable[[TrainingRecordFacts], bytes],
    kind: str,
    content_type: str,
) -> HttpResponse:
    """Return the record of this moment as a file, and record its hash in the audit log."""
    learner = get_object_or_404(StaffMember, user=request.user)
    try:
        whole = build_training_record(learner, at=timezone.now().replace(microsecond=0))
        data = made(whole)
    except (PrintingError, UnusableKeyError) as error:
        logger.error("No training record can be made: %s", error)  # noqa: TRY400 — the user is told
        return render(request, "learner/no_record.html", status=503)
    audit_log.record_action(
        "learner.record_downloaded",
        by=request.user,
        on=learner,
        kind=kind,
        number=whole.number,
        digest=sha256(data).hexdigest(),
    )
    name = f"training-record-{whole.number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
