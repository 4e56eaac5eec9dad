"""Forms sent after the session had ended, kept for the person who sent them.

Their pages work without a script, so the whole form is kept, in the session in which
the same person signs in again. See docs/kept-entries.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts import idle_timeout
from elearning.autosave.models import KEPT_FOR

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from elearning.accounts.models import User

_KEPT = "late_post"
#: The maximum size of a kept form; more was not typed into one.
_MOST = 8_000

View = Callable[..., HttpResponseBase]


def keep_late_submissions(view: View) -> View:
    """Keep forms posted to ``view`` by somebody whose session has ended.

    The same person signs in and finds the form as they filled it in. It is not
    submitted automatically. Nothing is kept for a browser in which no session has
    ended.
    """

    @login_not_required
    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        person = idle_timeout.find_ended_session_user(request.session)
        if request.method == "POST" and person is not None:
            _keep(request, person)
        return redirect_to_login(request.get_full_path())

    return keeping


def find_submitted_data(request: HttpRequest) -> QueryDict | None:
    """Return the posted data, or a late submission of the same form, or ``None``."""
    if request.method == "POST":
        return request.POST
    kept = request.session.get(_KEPT)
    if kept is None or kept["place"] != _place(request):
        return None
    del request.session[_KEPT]
    if kept["by"] != request.user.pk or _has_passed(kept["at"]):
        return None
    said = _("What you typed here has been restored. It has not been sent yet.")
    messages.info(request, said)
    return QueryDict(kept["entries"])


def drop_submission_of_others(session: "SessionBase", user: "User") -> None:
    """Drop a late submission of anybody but ``user``."""
    if session.get(_KEPT, {}).get("by", user.pk) != user.pk:
        del session[_KEPT]


def _keep(request: HttpRequest, person: int) -> None:
    entries = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "unsent"):
        entries.pop(name, None)
    told = entries.urlencode()
    if len(told) <= _MOST:
        request.session[_KEPT] = {
            "by": person,
            "place": _place(request),
            "at": timezone.now().timestamp(),
            "entries": told,
        }


def _has_passed(moment: float) -> bool:
    return timezone.now().timestamp() - moment > KEPT_FOR.total_seconds()


def _place(request: HttpRequest) -> str:
    """Return an identifier of the form that does not depend on the language."""
    match, query = request.resolver_match, request.GET.urlencode()
    return f"{match.view_name} {sorted(match.kwargs.items())} {query}" if match else ""
