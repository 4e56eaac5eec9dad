"""Save, restore and discard endpoints for the autosave script of every page."""

from allauth.core import ratelimit
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from elearning.accounts.signed_in_request import SignedInRequest
from elearning.autosave import autosave_pages, autosaved_forms, waiting_pages
from elearning.autosave.autosave_payload import (
    parse_autosave_payload,
    parse_field_digests,
)
from elearning.autosave.errors import AutosaveError, FormSettledError


@require_POST
@sensitive_post_parameters("entries")
def save_unsent_form(request: SignedInRequest) -> HttpResponse:
    """Save the input of a form so far.

    Takes ``key``, ``address``, ``form``, ``version`` and ``entries``, as
    ``parse_autosave_payload`` does, and ``whose`` page it was typed on. Answers with
    ``is_settled`` for a form sent already. The status is 422 for invalid input, 429 for
    too many requests, and 403 if somebody else has signed in since.
    """
    if request.GET.get("whose") != request.user.page_mark:
        return JsonResponse({}, status=403)
    if not ratelimit.consume(request, action="unsent", user=request.user):
        return JsonResponse({}, status=429)
    try:
        typed = parse_autosave_payload(request.POST.dict())
        row = autosaved_forms.save_entries(request.user, typed, at=timezone.now())
    except AutosaveError as error:
        return JsonResponse({"error": str(error)}, status=422)
    except FormSettledError:
        return JsonResponse({"is_settled": True})
    if row is not None:
        waiting_pages.add_waiting_pages(request.session, [row.address])
    return JsonResponse({"is_settled": False})


@require_POST
def restore_unsent_form(request: SignedInRequest) -> HttpResponse:
    """Return the input saved under ``key``, for a form of ``version`` with ``fields``.

    ``fields`` is JSON: digests of the current values of the fields. Answers with
    ``fill``, ``beside`` and ``is_older`` of ``RestoredEntries``, or with ``is_settled``
    alone if nothing is saved. The status is 422 for invalid input.
    """
    try:
        now = parse_field_digests(request.POST.get("fields", ""))
    except AutosaveError as error:
        return JsonResponse({"error": str(error)}, status=422)
    key, version = request.POST.get("key", ""), request.POST.get("version", "")
    at = timezone.now()
    taken = autosaved_forms.find_saved_entries(request.user, key, version, now, at=at)
    return JsonResponse(vars(taken) if taken else {"is_settled": True})


@require_POST
def discard_unsent_form(request: SignedInRequest) -> HttpResponse:
    """Discard the input of a form, and redirect to its page."""
    address = request.POST.get("address", "")
    autosaved_forms.discard_entries(request.user, request.POST.get("key", ""))
    return redirect(address if autosave_pages.can_autosave(address) else "root")
