"""“Read and understood”: what a reader is asked below a guideline, and her answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.acknowledging.acknowledging import acknowledge as keep
from courses.acknowledging.errors import AcknowledgementError
from courses.acknowledging.models import Acknowledgement
from courses.acknowledging.standing import counts, floors, newest
from courses.provisions.models import Document
from elearning.languages import current
from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class Asked:
    """What a reader confirmed last, and whether it still counts."""

    last: Acknowledgement | None
    is_done: bool


def asked_of(request: HttpRequest, document: Document) -> Asked | None:
    """Return what the reader is asked; ``None`` for whoever is not on the staff."""
    user: Any = request.user
    learner = StaffMember.objects.filter(user=user).first()
    if learner is None or document.current_edition is None:
        return None
    last = newest(learner, document)
    floor = floors([document]).get(document.pk)
    return Asked(last, last is not None and counts(last, floor))


@require_POST
def acknowledge(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep that the reader has read the edition that she saw, and understood it."""
    user: Any = request.user
    learner = get_object_or_404(StaffMember, user=user)
    released = Document.objects.guidelines().released()
    document = get_object_or_404(released, slug=slug)
    seen = request.POST.get("edition", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    edition = get_object_or_404(document.editions, number=number)
    try:
        keep(learner, edition, language=current(), by=user)
    except AcknowledgementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept in your record. Thank you for reading."))
    return redirect(f"{document.get_absolute_url()}#acknowledge")
