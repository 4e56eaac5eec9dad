"""Bundles of a test, loaded as a demonstration loads those that the platform brings."""

from content.curriculum.curriculum_loader import load_curriculum
from elearning.installation.models import Demonstration


def load_approved(root, **options):
    """Load ``root`` and release what its approvals cover; says that this is no service."""
    Demonstration.objects.get_or_create()
    return load_curriculum(root, take_approvals=True, **options)
