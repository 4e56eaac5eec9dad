"""Trainers’ remits over courses: listed, granted, ended."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import course_remits
from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.remits.forms import CourseRemitGrantForm, RemitEndForm
from courses.errors import RemitError
from courses.models import CourseRemit
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_course_remits(request: SignedInRequest) -> HttpResponse:
    """List remits over courses by service number, those in force and those to come."""
    found = _lasting(request).order_by("user__staff_number", "course__code", "pk")
    context = {
        "title": _("Courses by trainer"),
        "page": paginate_rows(request, found),
        "today": timezone.localdate(),
    }
    return render(request, "desk/remits/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def add_course_remit(request: SignedInRequest) -> HttpResponse:
    """Grant a trainer a remit over a course."""
    form = CourseRemitGrantForm(request.POST or None)
    page = FormPage(
        _("Give a trainer a course"),
        _("Grant the remit"),
        crumbs=_crumbs(),
        intro=_(
            "From the first day, the trainer sees questions, statistics, "
            "answers to mark and releases only for the courses given to "
            "them. Give several courses one after the other."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        course_remits.grant_course_remit(
            given.pop("number"), given.pop("course"), by=request.user, **given
        )
        return _("Remit granted.")

    return handle_form_page(request, form, page, act, RemitError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def enter_course_remit_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the last day of a remit over a course, with a reason."""
    remit = get_object_or_404(_lasting(request), pk=pk)
    course = remit.course
    page = FormPage(
        _("End the remit"),
        crumbs=_crumbs(),
        about=remit.user.staff_number,
        what=f"{course.code} — {course.title}" if course else _("All courses"),
        intro=_(
            "After the last day, the trainer looks after only their "
            "remaining courses, or none if this was the last. To give them "
            "all courses again, grant a remit for all courses."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        course_remits.end_course_remit(remit, by=request.user, **given)
        return _("Last day of the remit recorded.")

    form = RemitEndForm(request.POST or None)
    return handle_form_page(request, form, page, act, RemitError)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(
        ("desk:remits", _("Remits")),
        ("desk:course-remits", _("Courses by trainer")),
    )


def _lasting(request: SignedInRequest) -> Any:
    found = CourseRemit.objects.visible_to(request.user).select_related(
        "user", "course"
    )
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
