"""Establishments, posts, people, appointments and remits."""

from elearning.staff.models.dated_rows import (
    Amendment,
    BitemporalModel,
    DatedModel,
    Reclassification,
    filter_overlapping,
    in_force,
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
    LearnerRecordQuerySet,
    StaffMember,
    StaffMemberQuerySet,
)
from elearning.staff.models.post import Post, PostCategory, Rank
from elearning.staff.models.remit import (
    PERSONNEL_ROLES,
    Remit,
    RemitQuerySet,
    build_subtree_condition,
    list_remit_paths,
)
from elearning.staff.models.service_record import Absence, RankHeld, Reporting

__all__ = [
    "PERSONNEL_ROLES",
    "Absence",
    "Amendment",
    "Appointment",
    "BitemporalModel",
    "DatedModel",
    "Establishment",
    "EstablishmentManager",
    "EstablishmentQuerySet",
    "LearnerRecordQuerySet",
    "NameChange",
    "NameChangeDecision",
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
    "build_subtree_condition",
    "filter_overlapping",
    "in_force",
    "list_remit_paths",
]
