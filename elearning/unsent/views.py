"""Keep what is typed, and discard it: for the script of every page, and for its owner."""

from allauth.core import ratelimit
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from elearning.accounts.requests import SignedInRequest
from elearning.unsent import keeping, noting, places
from elearning.unsent.errors import UnsentError


@require_POST
@sensitive_post_parameters("entries")
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep what was typed in a form so far, and return the key by which it is known.

    Takes ``address``, ``form`` and ``entries``, as ``keeping.keep`` does. Refused is 422,
    too often 429.
    """
    if not ratelimit.consume(request, action="unsent", user=request.user):
        return JsonResponse({}, status=429)
    sent = [request.POST.get(name, "") for name in ("address", "form", "entries")]
    try:
        kept = keeping.keep(request.user, *sent, at=timezone.now())
    except UnsentError as error:
        return JsonResponse({"error": str(error)}, status=422)
    noting.put(request.session, [kept.address])
    return JsonResponse({"key": str(kept.key)})


@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Discard what was typed on a page, and show the page as it is without it."""
    address = request.POST.get("address", "")
    keeping.discard(request.user, address)
    noting.take(request.session, address)
    return redirect(address if places.is_open(address) else "root")
