"""Template tag for answer feedback on device pages."""

from collections.abc import Mapping
from typing import Any

from django import template

from courses.assessment.models import QuestionVersion
from courses.assessment.practice import offline_feedback
from courses.provisions.citation_lookup import ResolvedCitation

register = template.Library()


@register.inclusion_tag("offline/pages/judged.html")
def judged_on_device(
    name: str, question: QuestionVersion, cited: Mapping[str, ResolvedCitation]
) -> dict[str, Any]:
    """Return all feedback that the page’s script may show for ``question``."""
    return {
        "told": offline_feedback.build_offline_feedback(name, question, cited),
        "prefix": f"{name}-",
        "verdicts": [{"verdict": "right"}, {"verdict": "wrong"}],
    }
