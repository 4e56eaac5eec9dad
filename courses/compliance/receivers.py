"""A refresher that was passed renews its course, at once and in the same transaction."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.compliance.renewing import renew
from courses.records.signals import completion_recorded, completions_recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.records.models import Completion
    from elearning.accounts.models import User


@receiver(completion_recorded)
def renew_course(
    sender: Any, completion: "Completion", by: "User | None", **kwargs: Any
) -> None:
    """Renew the course that ``completion`` is a refresher of, if it is one."""
    renew(completion, by=by)


@receiver(completions_recorded)
def renew_courses(
    sender: Any,
    passes: "Sequence[tuple[Completion, Completion | None]]",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Renew the courses that completions recorded in one go are refreshers of."""
    for completion, _renewed in passes:
        renew(completion, by=by)
