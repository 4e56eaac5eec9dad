"""What was entered into a long form outlives the end of the session (journey 6.3)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

_KEPT = "entries_kept"
#: More than any of these forms holds; what is longer was not typed into one.
_MOST = 8_000

View = Callable[..., HttpResponseBase]


def keeps_entries(view: View) -> View:
    """Keep what is posted to ``view`` by somebody whose session has ended meanwhile.

    She signs in and finds the form as she had filled it in. Nothing is saved by itself.
    """

    @login_not_required
    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            entries = request.POST.copy()
            entries.pop("csrfmiddlewaretoken", None)
            told = entries.urlencode()
            if len(told) <= _MOST:
                request.session[_KEPT] = [_place(request), told]
        return redirect_to_login(request.get_full_path())

    return keeping


def entries_of(request: HttpRequest) -> QueryDict | None:
    """Return what is posted, or what was kept of the same form, or nothing."""
    if request.method == "POST":
        return request.POST
    place, told = request.session.get(_KEPT, ["", ""])
    if place != _place(request):
        return None
    del request.session[_KEPT]
    return QueryDict(told)


def _place(request: HttpRequest) -> str:
    """Return which form it is, whatever the language of its address."""
    match = request.resolver_match
    return f"{match.view_name} {sorted(match.kwargs.items())}" if match else ""
