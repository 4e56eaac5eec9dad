"""Upload of a staff list: the file, and the fields of its columns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
    submit_form,
)
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
    """Upload a file for comparison; nothing changes before confirmation."""
    form = StaffListUploadForm(
        get_posted_data(request), request.FILES or None, user=request.user
    )
    page = FormPage(
        _("Upload a list"),
        _("Compare the list"),
        icon="upload",
        crumbs=build_crumbs(HOME, ("desk:staff-lists:list", _("Staff lists"))),
        lead=_(
            "The list is compared with what is recorded here. You see each "
            "difference, and nothing changes until you confirm."
        ),
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        file = given["file"]
        made = create_staff_list(
            file.read(LARGEST + 1),
            file.name,
            on=given["on"],
            establishment=given["establishment"],
            is_complete=given["scope"] == "complete",
            by=request.user,
        )
        name = "columns" if made.waits_for_columns else "one"
        return redirect(f"desk:staff-lists:{name}", made.key)

    return handle_form_page(request, form, page, act, StaffListError, field="file")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def map_staff_list_columns(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask for the field of each column; the answer is reused for the same headings.

    The first rows are shown, and may contain names, so the view is audited.
    """
    one = get_object_or_404(list_visible_staff_lists(request.user), key=key)
    form = ColumnMappingForm(
        get_posted_data(request), staff_list=one, first=read_preview_rows(one)
    )

    def act(_given: dict[str, Any]) -> HttpResponse:
        set_column_mapping(one, form.columns, by=request.user)
        messages.success(
            request,
            _("Saved. The next list with these columns will be read in the same way."),
        )
        return redirect("desk:staff-lists:one", one.key)

    if done := submit_form(request, form, act, StaffListError, request.path):
        return done
    if request.method != "POST":
        audit_log.record_action(
            "staff.import_viewed", by=request.user, on=one, kind="columns"
        )
    context = {"staff_list": one, "form": form}
    return render_form(request, "desk/staff_lists/columns.html", context)
