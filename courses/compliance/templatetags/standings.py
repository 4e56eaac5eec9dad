"""Template filters for standings in words."""

from django import template
from django.utils import timezone

from courses.compliance.renewals import load_renewal_days
from courses.compliance.standing_explanations import explain_standing, format_validity
from courses.compliance.status import CourseStanding
from courses.records.models import Completion

register = template.Library()


@register.filter
def explained(standing: CourseStanding) -> str:
    """Return the sentence that explains ``standing``."""
    return explain_standing(standing)


@register.filter
def validity(completion: Completion) -> str:
    """Return the validity of a pass, with the day by which a stricter post requires renewal."""
    return format_validity(completion.expires_on, completion.renew_by)


@register.filter
def with_renewal(completion: Completion) -> Completion:
    """Return a pass with the day by which a post requires renewal, as of today."""
    return load_renewal_days([completion], on=timezone.localdate())[0]
