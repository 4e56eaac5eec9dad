"""Which trainer looks after which course: the list, granting one, ending one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import course_remits
from courses.desk.kit import access
from courses.desk.remits.forms import CourseRemitGrantForm, RemitEndForm
from courses.errors import RemitError
from courses.models import CourseRemit
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest

_PAGE = 50


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_course_remits(request: SignedInRequest) -> HttpResponse:
    """List the remits over courses by service number, those in force and to come."""
    found = _lasting(request).order_by("user__staff_number", "course__code", "pk")
    context = {
        "title": _("Courses of trainers"),
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "today": access.get_today(),
    }
    return render(request, "desk/remits/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def add_course_remit(request: SignedInRequest) -> HttpResponse:
    """Bind a trainer to a course."""
    form = CourseRemitGrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            course_remits.grant_course_remit(
                given.pop("number"), given.pop("course"), by=request.user, **given
            )
        except RemitError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The remit is granted."))
            return redirect("desk:course-remits")
    return render(request, "desk/remits/grant_course.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def enter_course_remit_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a remit over a course on a day, after asking and with a reason."""
    remit = get_object_or_404(_lasting(request), pk=pk)
    form = RemitEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            course_remits.end_course_remit(remit, by=request.user, **form.cleaned_data)
        except RemitError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The last day of the remit is noted."))
            return redirect("desk:course-remits")
    context = {"remit": remit, "form": form}
    return render(request, "desk/remits/end_course.html", context)


def _lasting(request: SignedInRequest) -> Any:
    found = CourseRemit.objects.visible_to(request.user).select_related(
        "user", "course"
    )
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=access.get_today()))
