"""The list of facts to verify, and where an author says what she found."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.publishing.models import Fact
from content.publishing.verifying import check, unread_provisions
from elearning.accounts.requests import SignedInRequest

_LONGEST = 300


@require_safe
def facts(request: SignedInRequest) -> HttpResponse:
    """List what is open: facts in texts, then provisions nobody read in the source."""
    rows = Fact.objects.open().visible_to(request.user)
    context = {
        "header_title": _("Facts to verify"),
        "page_title": _("Facts to verify"),
        "facts": rows.select_related("course", "document").order_by(
            "course__code", "document__code", "pk"
        ),
        "unread": list(unread_provisions()),
        "longest": _LONGEST,
    }
    return render(request, "content/studio/facts_to_verify.html", context)


@require_POST
def checked(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take down what was found in the source."""
    fact = get_object_or_404(Fact.objects.visible_to(request.user), pk=pk)
    finding = " ".join(request.POST.get("finding", "").split())
    if not finding or len(finding) > _LONGEST:
        messages.error(
            request,
            _("Say in a sentence what the source says, in at most %(n)s characters.")
            % {"n": _LONGEST},
        )
    else:
        check(fact, finding, by=request.user)
        messages.success(request, _("Noted. The fact is off the list."))
    return redirect("studio_facts:all")
