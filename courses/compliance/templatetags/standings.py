"""Standings in words, for templates."""

from django import template
from django.utils import timezone

from courses.compliance.explaining import explain, say_validity
from courses.compliance.renewing import with_renewals
from courses.compliance.standing import Standing
from courses.records.models import Completion

register = template.Library()


@register.filter
def explained(standing: Standing) -> str:
    """Return the sentence that says why ``standing`` is what it is."""
    return explain(standing)


@register.filter
def validity(completion: Completion) -> str:
    """Return until when a pass is valid, and by when a stricter post asks for renewal."""
    return say_validity(completion.expires_on, completion.renew_by)


@register.filter
def with_renewal(completion: Completion) -> Completion:
    """Return one pass that knows by when a post asks for renewal, as of today."""
    return with_renewals([completion], on=timezone.localdate())[0]
