"""The help page: questions and answers by topic, with search, open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content import help_answers
from content.search.document_search import clean_query
from content.views.plain_pages import find_plain_page


@login_not_required
@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """Show the answers; the parameter ``q`` filters them by words.

    Signed-in people do not see answers for roles they do not have.
    """
    query = clean_query(request.GET.get("q", ""))
    user, own = request.user, find_plain_page("help")
    mine = help_answers.list_answers_for_roles(
        user.roles if user.is_authenticated else None
    )
    found = help_answers.filter_help_answers(mine, query)
    context = {
        "query": query,
        "total": len(found),
        "chapters": help_answers.group_answers_by_topic(found),
        "own": own if own and (own.is_open or user.is_authenticated) else None,
    }
    return render(request, "content/help.html", context)
