"""Acknowledgements of guidelines, on the screen or by a signature on paper."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.acknowledgements.errors import AcknowledgementError
from courses.acknowledgements.models import Acknowledgement
from courses.provisions.models import Document, DocumentEdition
from courses.records.statements.guideline_session_statements import (
    emit_guideline_acknowledged,
)
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def record_acknowledgement(
    learner: StaffMember,
    edition: DocumentEdition,
    *,
    language: str,
    by: "User",
    at: datetime | None = None,
) -> Acknowledgement:
    """Record that ``learner`` has read and understood ``edition``, in ``language``.

    Repeating is harmless: the first acknowledgement is returned. Raises
    ``AcknowledgementError`` for an edition that is not the current one, and if ``by``
    is not the learner. Sent to the record store (profile: guideline-acknowledged);
    there is no certificate.
    """
    if learner.user_id != by.pk:
        raise AcknowledgementError(
            _(
                "People must acknowledge guidelines themselves. Ask this person "
                "to do it from their own account."
            )
        )
    current = edition.document.current_edition
    if current is None or current.pk != edition.pk:
        raise AcknowledgementError(
            _("A newer edition has been released meanwhile. Read it, then confirm it.")
        )
    at = at or timezone.now()
    with unit_of_work():
        row, created = Acknowledgement.objects.get_or_create(
            learner=learner,
            edition=edition,
            defaults={
                "document": edition.document,
                "read_on": timezone.localdate(at),
                "language": language,
                "recorded_at": at,
                "recorded_by": by,
            },
        )
        if created:
            audit_log.record_action(
                "acknowledging.acknowledged",
                by=by,
                on=row,
                document=edition.document.code,
                edition=edition.number,
            )
            emit_guideline_acknowledged(learner, edition, language=language, at=at)
    return row


def record_paper_signature(
    learner: StaffMember,
    document: Document,
    *,
    read_on: date,
    by: "User",
    at: datetime | None = None,
) -> Acknowledgement:
    """Record that ``learner`` signed on paper to have read ``document``.

    Only for guidelines on paper; only the fact is stored, and nothing is sent to record
    stores. Raises ``AcknowledgementError`` for any other document, for a future day,
    for a day entered before, and for users who enter their own signature.
    """
    if document.distribution != Document.Distribution.REGISTER_ONLY:
        raise AcknowledgementError(
            _(
                "This guideline is read on the platform. Ask the person to "
                "acknowledge it from their own account."
            )
        )
    at = at or timezone.now()
    if read_on > timezone.localdate(at):
        raise AcknowledgementError(
            _("This day is still to come. Enter the day on which they signed.")
        )
    if learner.user_id == by.pk:
        raise AcknowledgementError(
            _("You cannot enter your own signature. Ask another personnel officer.")
        )
    with unit_of_work():
        row, created = Acknowledgement.objects.get_or_create(
            learner=learner,
            document=document,
            edition=None,
            read_on=read_on,
            defaults={"recorded_at": at, "recorded_by": by},
        )
        if not created:
            raise AcknowledgementError(
                _(
                    "A signature for this day has already been entered. Nothing was "
                    "changed."
                )
            )
        audit_log.record_action(
            "acknowledging.entered_from_paper",
            by=by,
            on=row,
            person=learner.key,
            document=document.code,
        )
    return row
