"""Issue of certificates, one for each completion."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from courses.certificates import numbering
from courses.certificates.models import Certificate, Design
from courses.records.statements.certificate_statements import emit_certificate_earned
from courses.transactions import unit_of_work
from elearning.audit import audit_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.records.models import Completion
    from elearning.accounts.models import User

    #: A completion and the one it renews.
    type _Pass = tuple[Completion, Completion | None]


def issue_certificate(
    completion: "Completion", *, by: "User | None", renewed: "Completion | None" = None
) -> Certificate:
    """Return the certificate of ``completion``, issued now if there is none yet.

    Safe to repeat, also concurrently: the database allows one certificate for each
    completion. Only rows are written, in the caller’s transaction; the PDF is made
    later, so that no printing problem can undo a completion. The award is recorded with
    it, and so is the renewal of the certificate of ``renewed``, an earlier completion
    of the same course that still counted.
    """
    with unit_of_work():
        before = _newest_of(renewed) if renewed else None
        certificate, created = Certificate.objects.get_or_create(
            completion=completion,
            replaces=None,
            defaults=_frozen(completion, Design.objects.in_use()) | {"renews": before},
        )
        if created:
            audit_log.record_action(
                "certificates.issued",
                by=by,
                on=certificate,
                person=completion.learner.key,
                number=certificate.number,
                facts=certificate.facts,
            )
            emit_certificate_earned(certificate, renews=before)
    return certificate


def issue_certificates(passes: "Sequence[_Pass]", *, by: "User | None") -> None:
    """Issue the certificates of new completions; each comes with the one it renews.

    Does the same as ``issue_certificate``. The number of queries depends on how often
    somebody renewed a course among them, not on their number.
    """
    design = Design.objects.in_use()
    made: dict[int, Certificate] = {}
    waiting = list(passes)
    with unit_of_work():
        while waiting:
            now, waiting = _first_of(waiting)
            rows = Certificate.objects.bulk_create(
                Certificate(
                    completion=completion,
                    renews=_renewed_by(renewed, made),
                    **_frozen(completion, design),
                )
                for completion, renewed in now
            )
            made |= {row.completion_id: row for row in rows}
        issued = [made[completion.pk] for completion, _renewed in passes]
        audit_log.record_entries(
            audit_log.build_entry(
                "certificates.issued",
                by=by,
                on=row,
                person=row.completion.learner.key,
                number=row.number,
                facts=row.facts,
            )
            for row in issued
        )
        for row in issued:
            emit_certificate_earned(row, renews=row.renews)


def _first_of(passes: "list[_Pass]") -> "tuple[list[_Pass], list[_Pass]]":
    """Return the completions to issue now, and those that renew one of them."""
    keys = {completion.pk for completion, _renewed in passes}
    now: list[_Pass] = []
    later: list[_Pass] = []
    for completion, renewed in passes:
        waits = renewed is not None and renewed.pk in keys
        (later if waits else now).append((completion, renewed))
    return now, later


def _renewed_by(
    renewed: "Completion | None", made: dict[int, Certificate]
) -> Certificate | None:
    """Return the certificate of ``renewed``, from ``made`` or issued earlier."""
    return (made.get(renewed.pk) or _newest_of(renewed)) if renewed else None


def _newest_of(completion: "Completion") -> Certificate | None:
    return completion.certificates.current().first()


def _frozen(completion: "Completion", design: Design | None) -> dict[str, Any]:
    """Return the fields of the certificate; its running number is the completion’s id.

    It is issued on the day the pass became known: that of the exam, or a later one if a
    corrected key made it a pass. It counts from the exam in either case. A counter
    would make everybody who submits an exam wait for one row; ids count up without
    waiting, with harmless gaps.
    """
    course, edition = completion.course, completion.edition
    issued_on = timezone.localdate(completion.recorded_at)
    return {
        "number": numbering.format_certificate_number(
            course.code, issued_on.year, completion.pk
        ),
        "issued_on": issued_on,
        "expires_on": completion.expires_on,
        "language": completion.language,
        "holder_name": completion.learner.full_name,
        "course_code": course.code,
        "edition_number": edition.number if edition else None,
        "public_titles": course.public_titles,
        "design": design,
    }
