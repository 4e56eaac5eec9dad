"""Receivers that issue, replace and revoke certificates in the sender’s transaction."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

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
from courses.records.models import Completion
from courses.records.signals import (
    completion_corrected,
    completion_recorded,
    completion_withdrawn,
    completions_recorded,
)
from elearning.staff.signals import name_change_decided, renamed, vouching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from courses.records.models import Withdrawal
    from elearning.accounts.models import User
    from elearning.staff.models import NameChangeDecision, StaffMember


@receiver(completion_recorded)
def issue_on_completion(
    sender: Any,
    completion: "Completion",
    renewed: "Completion | None",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue the certificate of ``completion``, unless another body certified it."""
    if completion.basis != Completion.Basis.EXTERNAL:
        issue_certificate(completion, renewed=renewed, by=by)


@receiver(completions_recorded)
def issue_on_completions(
    sender: Any,
    passes: "Sequence[tuple[Completion, Completion | None]]",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue the certificates of completions recorded at once."""
    issue_certificates(passes, by=by)


@receiver(completion_corrected)
def replace_on_correction(
    sender: Any, before: "Completion", after: "Completion", **facts: Any
) -> None:
    """Replace the certificate of a corrected completion."""
    wanted = {name: facts[name] for name in ("reason", "by", "at")}
    replace_corrected_certificate(before, after, **wanted)


@receiver(completion_withdrawn)
def revoke_on_withdrawal(
    sender: Any, withdrawal: "Withdrawal", by: "User", at: "datetime", **kwargs: Any
) -> None:
    """Record the revocation of every certificate of a withdrawn completion."""
    record_certificate_revocations(withdrawal, by=by, at=at)


@receiver(vouching)
def list_certified_people(
    sender: Any, people: "Sequence[StaffMember]", on: "date", **kwargs: Any
) -> set[int]:
    """Return the primary keys of those of ``people`` whose name is on a valid document.

    That is a certificate, or a valid completion, which is in the sealed training record
    even if another body certified it.
    """
    papers = Certificate.objects.counting(on).filter(completion__learner__in=people)
    passes = Completion.objects.valid(on).filter(learner__in=people)
    named = papers.values_list("completion__learner", flat=True)
    return {*named, *passes.values_list("learner", flat=True)}


@receiver(renamed)
def replace_on_renaming(
    sender: Any, people: "Sequence[StaffMember]", **facts: Any
) -> None:
    """Issue certificates for the new names of ``people``, as far as they are confirmed."""
    wanted = {name: facts[name] for name in ("reason", "by", "at", "is_confirmed")}
    replace_renamed_certificates(people, **wanted)


@receiver(name_change_decided)
def notify_on_name_decision(
    sender: Any, decision: "NameChangeDecision", **kwargs: Any
) -> None:
    """Notify the proposer of a name of the decision."""
    notify_name_proposer(decision)
