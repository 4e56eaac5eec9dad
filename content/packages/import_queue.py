"""Import of confirmed packages by the worker, each as a whole or not at all.

Due imports are found in the database. A worker that is killed leaves no part of a
course, since an import is one transaction, and the next worker starts again.
"""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content.packages.errors import PackageError
from content.packages.models import CourseImport
from content.packages.package_import import create_course_from_package
from content.questions.exchange import upload_store
from content.studio.trainer_permissions import can_add_course
from courses.assessment.models import Attempt
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from courses.models import Course
    from elearning.accounts.models import User

#: The notice that an import has ended.
KIND = "course-import-ended"
#: The number of times a worker starts an import before it is refused.
STARTS = 3
_Outcome = CourseImport.Outcome


def confirm_import(
    upload: upload_store.StoredUpload, code: str, *, by: "User"
) -> CourseImport:
    """Queue the import of the package ``upload`` as course ``code``; safe to repeat.

    If the same package is confirmed again before the import ends, the waiting import is
    returned.
    """
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=by.pk)
        mine = CourseImport.objects.filter(by=by)
        same = mine.open().filter(sha256=upload.sha256).first()
        same = same or mine.filter(token=upload.token).first()
        if same is not None:
            return same
        made = CourseImport.objects.create(
            token=upload.token,
            name=upload.name,
            sha256=upload.sha256,
            code=code,
            by=by,
            at=timezone.now(),
        )
        audit_log.record_action(
            "courses.import_confirmed", by=by, on=made, sha256=made.sha256
        )
    return made


def cancel_import(waiting: CourseImport, *, by: "User") -> None:
    """Cancel an import; ``PackageError`` if it has started or ended meanwhile."""
    with transaction.atomic():
        held = CourseImport.objects.open().select_for_update().filter(pk=waiting.pk)
        found = held.filter(started_at=None).first()
        if found is None:
            raise PackageError(
                _("The course is already being created, or this import has ended.")
            )
        _end(found, _Outcome.CANCELLED)
        audit_log.record_action("courses.import_cancelled", by=by, on=found)


def run_due_imports(at: datetime) -> int:
    """Run the waiting imports, oldest first; return the number that ended."""
    if is_waiting_for_exams(at):
        return 0
    waiting = CourseImport.objects.open().order_by("at", "pk")
    return sum(_carry_out(pk) for pk in waiting.values_list("pk", flat=True))


def is_waiting_for_exams(at: datetime) -> bool:
    """Tell whether imports wait because somebody is sitting an exam.

    On SQLite an import blocks all other writes, so answers would be refused.
    """
    under_way = Attempt.objects.open().filter(ends_at__gt=at)
    return connection.vendor == "sqlite" and under_way.exists()


def render_import_notice(context: dict[str, str]) -> NoticeText:
    """Return the text of the notice; it names the course by its code (curriculum R16)."""
    if context["outcome"] == _Outcome.DONE:
        return NoticeText(
            _("The import of %(code)s is done") % {"code": context["code"]},
            _(
                "Its texts are waiting for release. Another person reviews and "
                "releases them."
            ),
        )
    return NoticeText(
        _("The import of %(code)s was refused") % {"code": context["code"]},
        _("Nothing was saved. The import page gives the reason."),
    )


def _carry_out(pk: int) -> bool:
    """Run one import; ``False`` if another worker runs it, or it has ended."""
    if not _begun(pk):
        return False
    with transaction.atomic():
        held = _held(pk)
        if held is None:
            return False
        with translation.override(held.by.language):
            try:
                course = _made(held)
            except PackageError as error:
                _end(held, _Outcome.REFUSED, reason=str(error))
                audit_log.record_action("courses.import_refused", by=held.by, on=held)
            else:
                _end(held, _Outcome.DONE, course=course)
    return True


def _begun(pk: int) -> bool:
    """Record the start, visible to others, unless another worker is running the import."""
    with transaction.atomic():
        held = _held(pk)
        if held is None:
            return False
        held.started_at = timezone.now()
        held.starts += 1
        held.save(update_fields=["started_at", "starts"])
    return True


def _held(pk: int) -> CourseImport | None:
    """Lock an import for this worker; ``None`` if it is locked or has ended."""
    rows = CourseImport.objects.open().select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("by").filter(pk=pk).first()


def _made(held: CourseImport) -> "Course":
    """Create the course in the name of the person who confirmed it; a refusal leaves nothing."""
    if held.starts > STARTS:
        words = _(
            "The import was interrupted %(count)s times, and nothing was "
            "saved. Tell the administrators before you try again."
        )
        raise PackageError(words % {"count": STARTS})
    if not can_add_course(held.by):
        raise PackageError(
            _("The person who confirmed this import may no longer add courses.")
        )
    content = upload_store.find_upload_content(held.token, held.sha256)
    if content is None:
        raise PackageError(
            _("The file is no longer here. Choose it again. Nothing was saved.")
        )
    return create_course_from_package(
        content,
        by=held.by,
        tell=partial(upload_store.record_upload_progress, held.token),
    )


def _end(
    held: CourseImport,
    outcome: CourseImport.Outcome,
    *,
    course: "Course | None" = None,
    reason: str = "",
) -> None:
    held.outcome, held.course, held.reason = outcome, course, reason
    held.ended_at = timezone.now()
    held.save()
    transaction.on_commit(lambda: upload_store.delete_upload(held.token))
    if outcome != _Outcome.CANCELLED:
        notify_user(
            held.by,
            KIND,
            str(held.pk),
            context={"code": held.code, "outcome": str(outcome)},
            url=reverse("packages:import", args=[held.pk]),
        )
