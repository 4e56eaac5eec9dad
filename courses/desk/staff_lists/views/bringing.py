"""A list comes in: the file, and which of its columns says what."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.staff_lists.forms import ColumnsForm, UploadForm, answer_to
from courses.desk.staff_lists.looks import lists_of
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail
from elearning.staff.importing.errors import ListError
from elearning.staff.importing.handing_in import hand_in, tell_columns
from elearning.staff.importing.reading import LARGEST
from elearning.staff.importing.storing import first_texts


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file; the worker compares it, and nothing changes before it is confirmed."""
    form = UploadForm(answer_to(request), request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        try:
            made = hand_in(
                file.read(LARGEST + 1),
                file.name,
                on=given["on"],
                establishment=given["establishment"],
                is_complete=given["scope"] == "complete",
                by=request.user,
            )
        except ListError as error:
            form.add_error("file", str(error))
        else:
            page = "columns" if made.waits_for_columns else "one"
            return redirect(f"desk:staff-lists:{page}", made.key)
    status = 400 if form.errors else 200
    return render(
        request, "desk/staff_lists/upload.html", {"form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def columns(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask which column says what; the answer is kept for lists with the same headings.

    The first rows are shown, and with them names: that is audited.
    """
    one = get_object_or_404(lists_of(request.user), key=key)
    form = ColumnsForm(answer_to(request), staff_list=one, first=first_texts(one))
    if request.method == "POST" and form.is_valid():
        try:
            tell_columns(one, form.columns, by=request.user)
        except ListError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Noted. The next list with these columns is read in the same way."),
            )
            return redirect("desk:staff-lists:one", one.key)
    if request.method != "POST":
        trail.write("staff.import_viewed", by=request.user, on=one, kind="columns")
    status = 400 if form.errors else 200
    context = {"staff_list": one, "form": form}
    return render(request, "desk/staff_lists/columns.html", context, status=status)
