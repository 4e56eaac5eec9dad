"""The page of the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.glossary.listing import chapters, matching
from content.glossary.models import Term
from content.search.within import asked
from elearning.languages import CODES, OWN_NAMES, current


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """List the terms by letter; ``q`` in the address keeps those that have its words."""
    query = asked(request.GET.get("q", ""))
    found = matching(Term.objects.all(), query)
    context = {
        "query": query,
        "total": len(found),
        "chapters": chapters(found),
        "others": [(code, OWN_NAMES[code]) for code in CODES if code != current()],
    }
    return render(request, "content/glossary.html", context)
