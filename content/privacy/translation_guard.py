"""The privacy check of side-by-side translation, which saves without our forms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from content.privacy.open_findings import format_open_findings

_View = Callable[..., HttpResponseBase]


class RealDataError(Exception):
    """A translation that looks like data of a real person; the message names the words."""

    def __init__(self, words: str, data: str) -> None:
        super().__init__(words)
        self.data = data


@receiver(pre_save, sender=StringTranslation)
def refuse_real_data(instance: Any, **kwargs: Any) -> None:
    """Refuse a translated passage with findings."""
    key = instance.context.object_id if instance.context else None
    if words := format_open_findings(instance.data, key):
        raise RealDataError(words, instance.data)


def report_refused_data(view: _View) -> _View:
    """Make ``view`` report the refusal, beside the passage or above the page."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RealDataError as error:
            words = f"{error} " + _(
                "Nothing has been saved. Remove it from the translation. If it "
                "has to stay, first give the reason in the page editor."
            )
            segment = kwargs.get("string_segment_id")
            if segment is None:
                messages.error(request, words)
                return redirect(request.get_full_path())
            return JsonResponse(
                {
                    "segment_id": segment,
                    "data": error.data,
                    "error": words,
                    "comment": "",
                    "last_translated_by": None,
                }
            )

    return inner
