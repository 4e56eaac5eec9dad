"""View that suggests provisions for a citation field."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from content.search.document_search import clean_query
from content.search.provision_search import search_provisions


@require_safe
def suggest_provisions(request: HttpRequest) -> JsonResponse:
    """Return the provisions that match ``q``: code, name and subject of each."""
    found = search_provisions(clean_query(request.GET.get("q", "")))
    best = [
        {
            "code": one.code,
            "label": one.label if one.label != one.code else "",
            "title": one.title or one.text[:120],
        }
        for one in found.best
    ]
    return JsonResponse({"found": best, "total": found.total})
