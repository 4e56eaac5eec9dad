"""The statement linter: faults in pasted statements, with their place and rule."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.records.forms import LintForm
from courses.desk.records.record_tabs import build_record_tabs
from courses.records import statement_linter
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def lint_statements(request: SignedInRequest) -> HttpResponse:
    """Check pasted statements; nothing of them is stored."""
    form = LintForm(request.POST or None)
    context = {"tabs": build_record_tabs("linter"), "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        context |= {
            "is_checked": True,
            "flaws": statement_linter.list_statement_flaws(
                given["text"], given["version"]
            ),
            "unreadable_at": statement_linter.find_json_error(given["text"]),
            "version": given["version"],
        }
    return render(request, "desk/records/linter.html", context)
