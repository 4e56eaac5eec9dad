"""View of the search page."""

import time
from typing import Any

from allauth.core import ratelimit
from django.core.cache import caches
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.search.document_search import clean_query
from content.search.search_results import search_released_texts
from elearning.languages import get_current_language

PER_PAGE = 20
#: People do not search more often; programs do. Each process counts separately.
MOST_A_MINUTE = 60
_MINUTE = 60


@require_safe
def show_search_results(request: HttpRequest) -> HttpResponse:
    """Show the search results; 429 for users who search too often."""
    user: Any = request.user
    query = clean_query(request.GET.get("q", ""))
    if query and not _may_ask(user):
        refused: HttpResponse = ratelimit.respond_429(request)
        return refused
    found = search_released_texts(query, user=user, language=get_current_language())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "content/search.html",
        {
            "query": query,
            "page": page,
            "total": len(found),
            "language": get_current_language(),
        },
    )


def _may_ask(user: Any) -> bool:
    """Count a search of ``user``; tell whether it is within the limit. No query."""
    counters = caches["counters"]
    key = f"search:{user.pk}:{int(time.time()) // _MINUTE}"
    counters.add(key, 0, _MINUTE)
    try:
        return counters.incr(key) <= MOST_A_MINUTE
    except ValueError:  # evicted from a full cache since the line above
        return True
