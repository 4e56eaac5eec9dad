"""“Read and understood”: the request below a guideline, and the reader’s answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.acknowledgements.acknowledgement_records import (
    record_acknowledgement as keep,
)
from courses.acknowledgements.acknowledgement_validity import (
    find_last_acknowledgement,
    is_acknowledgement_valid,
    list_substantive_editions,
)
from courses.acknowledgements.errors import AcknowledgementError
from courses.acknowledgements.models import Acknowledgement
from courses.provisions.models import Document
from elearning.languages import get_current_language
from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class AcknowledgementRequest:
    """The reader’s last acknowledgement, and whether it is still valid."""

    last: Acknowledgement | None
    is_done: bool


def find_acknowledgement_request(
    request: HttpRequest, document: Document
) -> AcknowledgementRequest | None:
    """Return the request to the reader; ``None`` if they are not on the staff."""
    user: Any = request.user
    learner = StaffMember.objects.filter(user=user).first()
    if learner is None or document.current_edition is None:
        return None
    last = find_last_acknowledgement(learner, document)
    floor = list_substantive_editions([document]).get(document.pk)
    return AcknowledgementRequest(
        last, last is not None and is_acknowledgement_valid(last, floor)
    )


@require_POST
def acknowledge_guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that the reader has read and understood the edition on their page."""
    user: Any = request.user
    learner = get_object_or_404(StaffMember, user=user)
    released = Document.objects.guidelines().released()
    document = get_object_or_404(released, slug=slug)
    seen = request.POST.get("edition", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    edition = get_object_or_404(document.editions, number=number)
    try:
        keep(learner, edition, language=get_current_language(), by=user)
    except AcknowledgementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved in your record. Thank you for reading."))
    return redirect(f"{document.get_absolute_url()}#acknowledge")
