"""Find a sitting for somebody who may see it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from courses.assessment.models import SITTING_ROLES, Sitting
from elearning.accounts.models import User
from elearning.accounts.roles import Role


def get_sitting(
    user: User, key: UUID, roles: tuple[Role, ...] = SITTING_ROLES
) -> Sitting:
    """Return the sitting with ``key`` that ``user`` sees in ``roles``, or raise 404."""
    seen = Sitting.objects.visible_to(user, roles=roles)
    return get_object_or_404(
        seen.select_related("course", "establishment", "invigilator__staff_member"),
        key=key,
    )
