"""Views of the facts to verify, and of authors’ findings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from content.publishing.fact_verification import iter_unread_provisions, verify_fact
from content.publishing.models import Fact
from content.questions.models import QuestionDraft
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language

_LONGEST = 300


@require_safe
def list_facts_to_verify(request: SignedInRequest) -> HttpResponse:
    """List open facts in texts, then provisions that nobody has read in the source."""
    found = list(Fact.objects.open().visible_to(request.user).by_owner())
    editors = _editors(found)
    context = {
        "header_title": _("Facts to verify"),
        "page_title": _("Facts to verify"),
        "facts": [(fact, editors.get(fact.text_key, "")) for fact in found],
        "unread": list(iter_unread_provisions()),
        "longest": _LONGEST,
    }
    return render(request, "content/studio/facts_to_verify.html", context)


def _editors(found: list[Fact]) -> dict[UUID, str]:
    """Return the editor URL of each text, in the reader’s language; two queries."""
    named: list[tuple[str, Any]] = [
        ("wagtailadmin_pages:edit", Page),
        ("studio_questions:edit", QuestionDraft),
    ]
    keys = [fact.text_key for fact in found]
    return {
        key: reverse(name, args=[pk])
        for name, model in named
        for key, pk in model.objects.filter(
            translation_key__in=keys, locale__language_code=get_current_language()
        ).values_list("translation_key", "pk")
    }


@require_POST
def record_fact_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what the author found in the source."""
    fact = get_object_or_404(Fact.objects.visible_to(request.user), pk=pk)
    finding = " ".join(request.POST.get("finding", "").split())
    if not finding or len(finding) > _LONGEST:
        messages.error(
            request,
            _("Say in a sentence what the source says, in at most %(n)s characters.")
            % {"n": _LONGEST},
        )
    else:
        verify_fact(fact, finding, by=request.user)
        messages.success(request, _("Saved. The fact has been taken off the list."))
    return redirect("studio_facts:all")
