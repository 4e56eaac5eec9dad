"""A list comes in: the file, and which of its columns says what."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.staff_lists.forms import (
    ColumnMappingForm,
    StaffListUploadForm,
    get_posted_data,
)
from courses.desk.staff_lists.staff_list_status import list_visible_staff_lists
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.staff_list_files import read_preview_rows
from elearning.staff.importing.staff_list_upload import (
    create_staff_list,
    set_column_mapping,
)
from elearning.staff.importing.table_reader import LARGEST


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def upload_staff_list(request: SignedInRequest) -> HttpResponse:
    """Take a file; the worker compares it, and nothing changes before it is confirmed."""
    form = StaffListUploadForm(
        get_posted_data(request), request.FILES or None, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        try:
            made = create_staff_list(
                file.read(LARGEST + 1),
                file.name,
                on=given["on"],
                establishment=given["establishment"],
                is_complete=given["scope"] == "complete",
                by=request.user,
            )
        except StaffListError as error:
            form.add_error("file", str(error))
        else:
            page = "columns" if made.waits_for_columns else "one"
            return redirect(f"desk:staff-lists:{page}", made.key)
    status = 400 if form.errors else 200
    return render(
        request, "desk/staff_lists/upload.html", {"form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def map_staff_list_columns(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask which column says what; the answer is kept for lists with the same headings.

    The first rows are shown, and with them names: that is audited.
    """
    one = get_object_or_404(list_visible_staff_lists(request.user), key=key)
    form = ColumnMappingForm(
        get_posted_data(request), staff_list=one, first=read_preview_rows(one)
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_column_mapping(one, form.columns, by=request.user)
        except StaffListError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Noted. The next list with these columns is read in the same way."),
            )
            return redirect("desk:staff-lists:one", one.key)
    if request.method != "POST":
        audit_log.record_action(
            "staff.import_viewed", by=request.user, on=one, kind="columns"
        )
    status = 400 if form.errors else 200
    context = {"staff_list": one, "form": form}
    return render(request, "desk/staff_lists/columns.html", context, status=status)
