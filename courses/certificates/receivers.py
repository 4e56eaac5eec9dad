"""Receivers that issue, replace and revoke certificates in the sender’s transaction."""

from courses.certificates.lifecycle.certificate_issue import (
    issue_certificate,
    issue_certificates,
)
from courses.certificates.lifecycle.certificate_replacement import (
    replace_corrected_certificate,
    replace_renamed_certificates,
)
from courses.certificates.lifecycle.certificate_revocation import (
    record_certificate_revocations,
)
from courses.certificates.lifecycle.name_change_notices import notify_name_proposer
from courses.certificates.models import Certificate
from courses.records.events import (
    CompletionCorrected,
    CompletionRecorded,
    CompletionsRecorded,
    CompletionWithdrawn,
)
from courses.records.models import Completion
from elearning.staff.events import NameChangeDecided, PeopleRenamed, VouchingAsked


@CompletionRecorded.receiver
def issue_on_completion(event: CompletionRecorded) -> None:
    """Issue the certificate of a pass, unless another body certified it."""
    if event.completion.basis != Completion.Basis.EXTERNAL:
        issue_certificate(event.completion, renewed=event.renewed, by=event.by)


@CompletionsRecorded.receiver
def issue_on_completions(event: CompletionsRecorded) -> None:
    """Issue the certificates of completions that were recorded together."""
    issue_certificates(event.passes, by=event.by)


@CompletionCorrected.receiver
def replace_on_correction(event: CompletionCorrected) -> None:
    """Replace a certificate whose completion was corrected."""
    replace_corrected_certificate(event)


@CompletionWithdrawn.receiver
def revoke_on_withdrawal(event: CompletionWithdrawn) -> None:
    """Revoke all certificates of a withdrawn pass."""
    record_certificate_revocations(event.withdrawal, by=event.by, at=event.at)


@VouchingAsked.receiver
def list_certified_people(event: VouchingAsked) -> set[int]:
    """Return the primary keys of people named in a valid certificate or completion.

    A valid completion counts because it is in the sealed training record even if
    another body certified it.
    """
    people, on = event.people, event.on
    papers = Certificate.objects.counting(on).filter(completion__learner__in=people)
    passes = Completion.objects.valid(on).filter(learner__in=people)
    named = papers.values_list("completion__learner", flat=True)
    return {*named, *passes.values_list("learner", flat=True)}


@PeopleRenamed.receiver
def replace_on_renaming(event: PeopleRenamed) -> None:
    """Replace the certificates of renamed people.

    Without confirmation, a certificate is replaced only if the letters are the same.
    """
    replace_renamed_certificates(
        event.people,
        reason=event.reason,
        by=event.by,
        at=event.at,
        is_confirmed=event.is_confirmed,
    )


@NameChangeDecided.receiver
def notify_on_name_decision(event: NameChangeDecided) -> None:
    """Notify the proposer of a name of the decision."""
    notify_name_proposer(event.decision)
