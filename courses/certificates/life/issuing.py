"""Issue certificates: one for each completion, however often it is asked for."""

from typing import TYPE_CHECKING

from django.utils import timezone

from courses.acts import act
from courses.certificates import numbering
from courses.certificates.models import Certificate, Design
from courses.records.certifying import record_earned
from elearning.audit import trail

if TYPE_CHECKING:
    from courses.records.models import Completion
    from elearning.accounts.models import User


def issue(
    completion: "Completion", *, by: "User | None", renewed: "Completion | None" = None
) -> Certificate:
    """Return the certificate of ``completion``, made now if there is none yet.

    Repeating it, also at the same moment elsewhere, changes nothing: the database keeps
    one certificate for each completion. Only rows are written, in the caller's
    transaction; the PDF is set when somebody asks for it, so no font and no printer's
    fault ever costs a pass. That it was earned is recorded with it, and that it renews the
    certificate of ``renewed``, a pass of the same course that still counted.
    """
    with act():
        before = _newest_of(renewed) if renewed else None
        certificate, created = Certificate.objects.get_or_create(
            completion=completion,
            replaces=None,
            defaults=_frozen(completion) | {"renews": before},
        )
        if created:
            trail.write(
                "certificates.issued",
                by=by,
                on=certificate,
                person=completion.learner.key,
                number=certificate.number,
            )
            record_earned(certificate, renews=before)
    return certificate


def _newest_of(completion: "Completion") -> Certificate | None:
    return completion.certificates.current().first()


def _frozen(completion: "Completion") -> dict[str, object]:
    """Return what the certificate says; its running number is the completion's own.

    It is issued on the day on which the pass became known: that of the exam, or a later
    one where a corrected key made it a pass. It counts from the exam all the same.

    A counter would make everybody who hands in wait for one row; the completion's id
    counts up without waiting, with gaps that do no harm.
    """
    course, edition = completion.course, completion.edition
    issued_on = timezone.localdate(completion.recorded_at)
    return {
        "number": numbering.number(course.code, issued_on.year, completion.pk),
        "issued_on": issued_on,
        "expires_on": completion.expires_on,
        "language": completion.language,
        "holder_name": completion.learner.full_name,
        "course_code": course.code,
        "edition_number": edition.number if edition else None,
        "public_titles": course.public_titles,
        "design": Design.objects.in_use(),
    }
