"""The help page: questions and answers, by topic, searched within, open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content import helping
from content.search.within import asked
from content.views.front import plain_page


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what somebody asks; ``q`` in the address keeps the answers that have its words.

    Whoever has signed in is spared what is for offices that are not theirs.
    """
    query = asked(request.GET.get("q", ""))
    user, own = request.user, plain_page("help")
    mine = helping.readable(user.roles if user.is_authenticated else None)
    found = helping.matching(mine, query)
    context = {
        "query": query,
        "total": len(found),
        "chapters": helping.chapters(found),
        "own": own if own and (own.is_open or user.is_authenticated) else None,
    }
    return render(request, "content/help.html", context)
