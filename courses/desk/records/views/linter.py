"""A box to paste a statement into: what is wrong with it, where, by which rule."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.records.forms import LintForm
from courses.desk.records.tabs import tabs
from courses.records import linting
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def linter(request: SignedInRequest) -> HttpResponse:
    """Look over what is pasted; nothing of it is kept."""
    form = LintForm(request.POST or None)
    context = {"tabs": tabs("linter"), "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        context |= {
            "is_checked": True,
            "flaws": linting.flaws(given["text"], given["version"]),
            "unreadable_at": linting.unreadable_at(given["text"]),
            "version": given["version"],
        }
    return render(request, "desk/records/linter.html", context)
