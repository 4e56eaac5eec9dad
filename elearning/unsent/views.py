"""Keep what is typed, hand it back, and discard it: for the script of every page."""

from allauth.core import ratelimit
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from elearning.accounts.requests import SignedInRequest
from elearning.unsent import kept_entries, places, waiting_pages
from elearning.unsent.errors import SettledError, UnsentError
from elearning.unsent.typed_forms import read_digests, read_typed_form


@require_POST
@sensitive_post_parameters("entries")
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep what was typed in a form so far.

    Takes ``key``, ``address``, ``form``, ``version`` and ``entries``, as
    ``read_typed_form`` does, and ``whose`` page it was typed on. Answers with
    ``is_settled`` for a form sent already. Refused is 422, too often 429, and 403 where
    somebody else has signed in since.
    """
    if request.GET.get("whose") != request.user.page_mark:
        return JsonResponse({}, status=403)
    if not ratelimit.consume(request, action="unsent", user=request.user):
        return JsonResponse({}, status=429)
    try:
        typed = read_typed_form(request.POST.dict())
        row = kept_entries.keep_entries(request.user, typed, at=timezone.now())
    except UnsentError as error:
        return JsonResponse({"error": str(error)}, status=422)
    except SettledError:
        return JsonResponse({"is_settled": True})
    if row is not None:
        waiting_pages.put(request.session, [row.address])
    return JsonResponse({"is_settled": False})


@require_POST
def take(request: SignedInRequest) -> HttpResponse:
    """Hand back what was kept under ``key``, for a form of ``version`` with ``fields``.

    ``fields`` is JSON: digests of what each field holds now. Answers with ``fill``,
    ``beside`` and ``is_older`` of ``TakenOver``, or with ``is_settled`` alone where
    nothing waits any more. Refused is 422.
    """
    try:
        now = read_digests(request.POST.get("fields", ""))
    except UnsentError as error:
        return JsonResponse({"error": str(error)}, status=422)
    key, version = request.POST.get("key", ""), request.POST.get("version", "")
    at = timezone.now()
    taken = kept_entries.take_over(request.user, key, version, now, at=at)
    return JsonResponse(vars(taken) if taken else {"is_settled": True})


@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Discard what was typed in a form, and show its page as it is without it."""
    address = request.POST.get("address", "")
    kept_entries.discard(request.user, request.POST.get("key", ""))
    return redirect(address if places.is_open(address) else "root")
