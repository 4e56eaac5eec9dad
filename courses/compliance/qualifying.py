"""Outside qualifications: taught and certified by another body, asked for like a course."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.acts import act
from courses.compliance.errors import ComplianceError
from courses.models import Course
from elearning.audit import trail
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


def make_qualification(
    code: str, titles: Mapping[str, str], *, validity_months: int, by: "User | None"
) -> Course:
    """Add a qualification that another body gives, and return it.

    It has no pages and no exam here; passes of it are entered from papers. Raises
    ``ComplianceError`` for a code that is taken or no code, a title that lacks in a
    language, and a validity below one month.
    """
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        raise ComplianceError(
            _("Write the code in Latin letters, digits and hyphens, as FIRST-AID.")
        )
    if Course.objects.filter(code__iexact=code).exists():
        raise ComplianceError(
            _("There is a course or a qualification with this code. Choose another.")
        )
    if not all(titles.get(language, "").strip() for language in CODES):
        raise ComplianceError(_("Give the name in all three languages."))
    if validity_months < 1:
        raise ComplianceError(_("Give the validity in months, one at least."))
    named = {language: titles[language].strip() for language in CODES}
    with act():
        course = Course.objects.create(
            code=code,
            slug=code.lower(),
            hours=0,
            validity_months=validity_months,
            delivery=Course.Delivery.EXTERNAL,
            **{f"title_{language}": named[language] for language in CODES},
            **{f"public_title_{language}": named[language] for language in CODES},
        )
        trail.write("compliance.qualification_made", by=by, on=course, code=code)
    return course
