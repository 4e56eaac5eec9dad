"""Views of films and recordings and the state of their conversion."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.recordings import ffmpeg, recording_conversion
from content.recordings.models import Recording, RecordingState


@require_safe
def list_recordings(request: HttpRequest) -> HttpResponse:
    """List playable files, newest first, with the size that readers load of each."""
    rows = Recording.objects.select_related("document").order_by(
        "-document__created_at"
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "header_title": _("Videos and recordings"),
        "page_title": _("Videos and recordings"),
        "page": page,
        "is_working": any(row.state == RecordingState.WORKING for row in page),
        "can_convert": ffmpeg.is_installed(),
    }
    return render(request, "content/studio/recordings.html", context)


@require_POST
def retry_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Retry the conversion of a file after a failure."""
    recording = get_object_or_404(Recording, pk=pk)
    recording_conversion.retry_conversion(recording)
    messages.success(request, _("It is being converted again."))
    return redirect("studio_recordings:all")
