"""Standings in words, for templates."""

from django import template

from courses.compliance.explaining import explain
from courses.compliance.standing import Standing

register = template.Library()


@register.filter
def explained(standing: Standing) -> str:
    """Return the sentence that says why ``standing`` is what it is."""
    return explain(standing)
