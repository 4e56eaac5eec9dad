"""View of the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.glossary.models import Term
from content.glossary.term_index import filter_terms, group_terms_by_letter
from content.search.document_search import clean_query
from elearning.languages import CODES, OWN_NAMES, get_current_language


@require_safe
def show_glossary(request: HttpRequest) -> HttpResponse:
    """List the terms by letter; the parameter ``q`` filters them by words."""
    query = clean_query(request.GET.get("q", ""))
    found = filter_terms(Term.objects.all(), query)
    context = {
        "query": query,
        "total": len(found),
        "chapters": group_terms_by_letter(found),
        "others": [
            (code, OWN_NAMES[code]) for code in CODES if code != get_current_language()
        ],
    }
    return render(request, "content/glossary.html", context)
