"""What came on record, or is called otherwise, is put on paper in the same transaction."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.certificates.life.issuing import issue, issue_all
from courses.certificates.life.replacing import replace_all, replace_corrected
from courses.records.models import Completion
from courses.records.signals import (
    completion_corrected,
    completion_recorded,
    completions_recorded,
)
from elearning.staff.signals import renamed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from elearning.accounts.models import User
    from elearning.staff.models import StaffMember


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


@receiver(renamed)
def rename(
    sender: Any,
    people: "Sequence[StaffMember]",
    reason: str,
    at: "datetime",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue certificates for the new names of ``people``."""
    replace_all(people, reason=reason, by=by, at=at)
