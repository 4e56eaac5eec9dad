"""A recorded completion is certified at once, in the same transaction."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.certificates.life.issuing import issue
from courses.records.signals import completion_recorded

if TYPE_CHECKING:
    from courses.records.models import Completion
    from elearning.accounts.models import User


@receiver(completion_recorded)
def certify(
    sender: Any,
    completion: "Completion",
    renewed: "Completion | None",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Issue the certificate of ``completion``."""
    issue(completion, renewed=renewed, by=by)
