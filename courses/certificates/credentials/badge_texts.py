"""Texts of a credential in all languages."""

from django.utils import translation
from django.utils.translation import gettext as _

from courses.records.models import Completion
from elearning.languages import CODES


def format_titles(public_titles: dict[str, str]) -> str:
    """Return the neutral title of a course in each language, one per line."""
    return "\n".join(public_titles[code] for code in CODES if public_titles.get(code))


def format_criteria(completion: Completion) -> str:
    """Return the criteria for earning the credential in each language, one per paragraph."""
    told = []
    for code in CODES:
        with translation.override(code):
            limit = _(
                "This certificate confirms knowledge; observed practice is "
                "certified separately."
            )
            told.append(f"{_achieved(completion)} {limit}")
    return "\n\n".join(told)


def _achieved(completion: Completion) -> str:
    match completion.basis:
        case Completion.Basis.EXAM:
            return _("All lessons of the course were finished and its exam was passed.")
        case Completion.Basis.EXTERNAL:
            return _("Training equivalent to the course was recognised.")
        case Completion.Basis.REFRESHER:
            return _("The course was renewed by passing its refresher.")
        case Completion.Basis.CLASSROOM:
            return _("The course was attended in a classroom.")
        case _:
            return _("All lessons of the course were finished.")
