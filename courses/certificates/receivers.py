"""What came on record, or is called otherwise, is put on paper in the same transaction."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.certificates.life.issuing import issue, issue_all
from courses.certificates.life.name_decisions import notify_proposer
from courses.certificates.life.replacing import replace_all, replace_corrected
from courses.certificates.life.revoking import revoke_papers
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
def certify(
    sender: Any,
    completion: "Completion",
    renewed: "Completion | None",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue the certificate of ``completion``, unless another body certified it."""
    if completion.basis != Completion.Basis.EXTERNAL:
        issue(completion, renewed=renewed, by=by)


@receiver(completions_recorded)
def certify_all(
    sender: Any,
    passes: "Sequence[tuple[Completion, Completion | None]]",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue the certificates of completions that were recorded in one go."""
    issue_all(passes, by=by)


@receiver(completion_corrected)
def correct(
    sender: Any, before: "Completion", after: "Completion", **facts: Any
) -> None:
    """Put another certificate in the place of the one that said what was wrong."""
    wanted = {name: facts[name] for name in ("reason", "by", "at")}
    replace_corrected(before, after, **wanted)


@receiver(completion_withdrawn)
def revoke(
    sender: Any, withdrawal: "Withdrawal", by: "User", at: "datetime", **kwargs: Any
) -> None:
    """Revoke every paper about a pass that was taken back."""
    revoke_papers(withdrawal, by=by, at=at)


@receiver(vouching)
def vouch(
    sender: Any, people: "Sequence[StaffMember]", on: "date", **kwargs: Any
) -> set[int]:
    """Return the primary keys of those of ``people`` whose name papers in force say.

    A certificate carries it; a pass that counts stands under it in the sealed training
    record, also where it is of another body and has no certificate.
    """
    papers = Certificate.objects.counting(on).filter(completion__learner__in=people)
    passes = Completion.objects.valid(on).filter(learner__in=people)
    named = papers.values_list("completion__learner", flat=True)
    return {*named, *passes.values_list("learner", flat=True)}


@receiver(renamed)
def rename(sender: Any, people: "Sequence[StaffMember]", **facts: Any) -> None:
    """Issue certificates for the new names of ``people``, as far as these are confirmed."""
    wanted = {name: facts[name] for name in ("reason", "by", "at", "is_confirmed")}
    replace_all(people, **wanted)


@receiver(name_change_decided)
def tell(sender: Any, decision: "NameChangeDecision", **kwargs: Any) -> None:
    """Tell who proposed a name what became of it."""
    notify_proposer(decision)
