"""Pages that are shown anew where what they said was out of date when it was sent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from courses.assessment.errors import OutdatedPageError
from elearning.accounts.signed_in_request import SignedInRequest


def reload_if_outdated[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """Redirect to the same page if its content was out of date when it was sent."""

    @wraps(view)
    def reload(
        request: SignedInRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OutdatedPageError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())

    return reload
