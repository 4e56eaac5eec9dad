"""View of the form for a new course."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.models import CoursePage
from content.studio.new_course.course_creation import create_course
from content.studio.new_course.forms import NewCourseForm
from content.studio.trainer_permissions import can_add_course
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def add_course(request: SignedInRequest) -> HttpResponse:
    """Ask for the facts of a course; create it with its drafts, and redirect to its pages."""
    if not can_add_course(request.user):
        raise PermissionDenied
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if front := _create(request, form):
            parts = reverse("wagtailadmin_explore", args=[front.pk])
            return redirect(f"{parts}?ordering=ord")  # in the order of the course
    elif form.is_bound:
        messages.error(
            request, _("The course was not created. Correct what is marked below.")
        )
    title = _("New course")
    context = {"form": form, "page_title": title, "header_title": title}
    return render(request, "content/studio/new_course.html", context)


def _create(request: SignedInRequest, form: NewCourseForm) -> CoursePage | None:
    course = form.instance
    course.slug = course.code.lower()
    source = form.cleaned_data["source"]
    try:
        front = create_course(course, form.outcomes, source, by=request.user)
    except IntegrityError:  # somebody took the code while the form was being checked
        form.add_error("code", _("This code has just been taken. Choose another."))
        return None
    words = _(
        "Course %(code)s has been created. Its parts are drafts in every "
        "language: write them here first, hand over each one for "
        "release, then translate it."
    )
    edit = reverse("wagtailadmin_pages:edit", args=[front.pk])
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            words % {"code": course.code},
            edit,
            _("Write the front page"),
        ),
    )
    return front
