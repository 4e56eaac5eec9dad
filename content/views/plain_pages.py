"""The front page and the plain pages."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from content.models import HomePage, StandardPage
from elearning.languages import get_current_language, list_fallback_languages

if TYPE_CHECKING:
    from django.db.models import QuerySet


@login_not_required
@require_safe
def show_front_page(request: HttpRequest) -> HttpResponse:
    """Show the front page to people who have not signed in."""
    page = _in_best_language(HomePage.objects.live().filter(depth=2))
    if page is None:
        raise Http404
    return render(request, "content/home.html", {"page": page})


@login_not_required
@require_safe
def show_plain_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a plain page; one that is not open redirects to the sign-in page."""
    page = find_plain_page(slug)
    if page is None:
        raise Http404
    if not page.is_open and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    fallback = page.language if page.language != get_current_language() else ""
    return render(
        request, "content/standard.html", {"page": page, "fallback": fallback}
    )


def find_plain_page(slug: str) -> StandardPage | None:
    """Return the plain page at ``slug`` in the reader’s language, or the nearest."""
    pages = StandardPage.objects.live()
    named = pages.filter(slug=slug).first()
    if named is None:
        return None
    found: StandardPage | None = _in_best_language(
        pages.filter(translation_key=named.translation_key)
    )
    return found


def _in_best_language(pages: "QuerySet[Any]") -> Any:
    """Return the page in the reader’s language, or the nearest there is."""
    found = {page.locale_id: page for page in pages.select_related("locale")}
    codes = dict(Locale.objects.values_list("language_code", "pk"))
    for code in list_fallback_languages(get_current_language()):
        if page := found.get(codes.get(code)):
            return page
    return None
