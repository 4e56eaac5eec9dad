"""Who works where: establishments, posts, people, appointments and remits."""

from elearning.staff.models.dated import (
    Amendment,
    Dated,
    Known,
    Reclassification,
    in_force,
    overlapping,
)
from elearning.staff.models.establishment import (
    Establishment,
    EstablishmentManager,
    EstablishmentQuerySet,
    Relocation,
)
from elearning.staff.models.name_change import NameChange, NameChangeDecision
from elearning.staff.models.person import (
    Appointment,
    OfLearnerQuerySet,
    StaffMember,
    StaffMemberQuerySet,
)
from elearning.staff.models.post import Post, PostCategory, Rank
from elearning.staff.models.remit import (
    PERSONNEL_ROLES,
    Remit,
    RemitQuerySet,
    remit_paths,
    subtree,
)
from elearning.staff.models.service import Absence, RankHeld, Reporting

__all__ = [
    "PERSONNEL_ROLES",
    "Absence",
    "Amendment",
    "Appointment",
    "Dated",
    "Establishment",
    "EstablishmentManager",
    "EstablishmentQuerySet",
    "Known",
    "NameChange",
    "NameChangeDecision",
    "OfLearnerQuerySet",
    "Post",
    "PostCategory",
    "Rank",
    "RankHeld",
    "Reclassification",
    "Relocation",
    "Remit",
    "RemitQuerySet",
    "Reporting",
    "StaffMember",
    "StaffMemberQuerySet",
    "in_force",
    "overlapping",
    "remit_paths",
    "subtree",
]
