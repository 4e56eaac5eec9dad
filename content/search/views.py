"""The page of the search."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.search.finding import find
from content.search.within import asked
from elearning.languages import current

PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what has the words of the query."""
    user: Any = request.user
    query = asked(request.GET.get("q", ""))
    found = find(query, user=user, language=current())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "content/search.html",
        {"query": query, "page": page, "total": len(found), "language": current()},
    )
