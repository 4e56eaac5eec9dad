"""What has changed under a certificate, and the way to its update; it works without script."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import extra_time, windows
from courses.assessment.attempts.admission import paper_of
from courses.assessment.models import Purpose, new_hold
from courses.models import Enrolment
from courses.updating import doing
from courses.updating.errors import UpdateError
from courses.updating.tasks import Asked, asked, briefings, changed, changes, task_of
from elearning.accounts.requests import SignedInRequest
from elearning.languages import current

if TYPE_CHECKING:
    from uuid import UUID


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: SignedInRequest, key: "UUID") -> HttpResponse:
    """Show the changed clauses word by word; start the questions, or keep the reading."""
    own = Enrolment.objects.filter(learner__user=request.user)
    enrolment = get_object_or_404(
        own.select_related("course", "edition", "learner"), key=key
    )
    if request.method == "POST":
        return _go_on(request, enrolment)
    now = timezone.now()
    task = task_of(enrolment, on=timezone.localdate(now))
    taken = doing.under_way(enrolment, at=now)
    context: dict[str, Any] = {
        "course": enrolment.course,
        "task": task,
        "under_way": taken,
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
    }
    if task is not None:
        found = asked(task, on=timezone.localdate(now))
        context |= {
            "parts": changed(task, changes(task)),
            "briefings": briefings(task),
            "asked": found,
            "test_minutes": _minutes(task.enrolment, found),
            "last": doing.tests(task.enrolment).exclude(marked_at=None).first(),
            "wait": _wait(task.enrolment, now),
            "today": timezone.localdate(now),
            "hold": new_hold(),
        }
    return render(request, "updating/update.html", context)


def _go_on(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    hold = request.POST.get("hold", "")[:16] or None
    facts: dict[str, Any] = {
        "seen": request.POST.get("seen", ""),
        "at": timezone.now(),
        "by": request.user,
        "language": current(),
    }
    try:
        if request.POST.get("go") == "confirm":
            doing.confirm(enrolment, **facts)
            messages.success(request, _("Your certificate is up to date again."))
            return redirect("learner:certificates")
        attempt = doing.start(enrolment, hold=hold, **facts)
    except UpdateError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if attempt.hold != hold:
        return redirect(request.path)  # it offers to continue
    windows.remember(request, attempt)
    return redirect(windows.address("question", attempt, 1))


def _wait(enrolment: Enrolment, at: datetime) -> str:
    """Return what is said until the questions open again; empty where they are open."""
    opens = doing.opens_again_at(enrolment)
    return doing.say_wait(opens) if opens is not None and at < opens else ""


def _minutes(enrolment: Enrolment, found: Asked) -> int:
    """Return the minutes that the questions may take, with her extra time; 0 for none."""
    if not found.questions:
        return 0
    paper = paper_of(enrolment)
    extra = extra_time.minutes_for(enrolment.learner, paper, timezone.now())
    return paper.minutes_for(Purpose.UPDATE) + extra
