"""Download of a sitting as a calendar file, for the people concerned."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.assessment.models import Sitting
from courses.assessment.sittings.sitting_calendar import render_sitting_calendar
from courses.models import Enrolment
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface import calendar_files
from elearning.staff.models import StaffMember


@require_safe
def download_sitting_calendar(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Return the file of a sitting to its invigilator or a learner sitting there."""
    known = Sitting.objects.planned().select_related("course", "establishment")
    found = get_object_or_404(known, key=key)
    if found.invigilator_id != request.user.pk and not _sits(request.user, found):
        raise Http404
    name = f"exam-{found.course.code}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = render_sitting_calendar(found, at=timezone.now())
    return HttpResponse(text, content_type=calendar_files.MEDIA_TYPE, headers=headers)


def _sits(user: User, found: Sitting) -> bool:
    """Return whether ``user`` is on the course and serves at the place on that day."""
    person = StaffMember.objects.filter(user=user).first()
    if person is None:
        return False
    day = timezone.localdate(found.opens_at)
    here = Sitting.objects.filter(pk=found.pk).for_person(person, day)
    active = Enrolment.objects.active().filter(learner=person, course=found.course_id)
    return here.exists() and active.exists()
