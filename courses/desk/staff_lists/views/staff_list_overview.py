"""The list of staff lists."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.staff_lists.staff_list_status import (
    describe_list_state,
    format_list_scope,
    list_visible_staff_lists,
)
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.PERSONNEL)
def list_staff_lists(request: SignedInRequest) -> HttpResponse:
    """List the lists of the officer's part of the service, the newest first."""
    page = paginate_rows(request, list_visible_staff_lists(request.user))
    context = {
        "title": _("Staff lists"),
        "page": page,
        "lines": [
            {
                "one": one,
                "state": describe_list_state(one),
                "part": format_list_scope(one),
            }
            for one in page
        ],
    }
    return render(request, "desk/staff_lists/list.html", context)
