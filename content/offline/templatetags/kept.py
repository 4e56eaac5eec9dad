"""What pages kept on a device hold besides what everybody reads."""

from collections.abc import Mapping
from typing import Any

from django import template

from courses.assessment.models import QuestionVersion
from courses.assessment.practice import devices
from courses.provisions.citing import Cited

register = template.Library()


@register.inclusion_tag("offline/pages/judged.html")
def judged_on_device(
    name: str, question: QuestionVersion, cited: Mapping[str, Cited]
) -> dict[str, Any]:
    """Return all that the page's script may have to tell of an answer to ``question``."""
    return {
        "told": devices.told_of(name, question, cited),
        "prefix": f"{name}-",
        "verdicts": [{"verdict": "right"}, {"verdict": "wrong"}],
    }
