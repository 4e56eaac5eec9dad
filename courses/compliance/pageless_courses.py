"""Courses without pages here, which rules can require like any other.

An outside qualification is taught and certified by another body; a classroom course is
held by the service itself, in sessions (``courses.classroom``).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.compliance.errors import ComplianceError
from courses.models import Course
from courses.models.course import is_code
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The maximum hours of study.
_MOST_HOURS = 999


def create_qualification(
    code: str, titles: Mapping[str, str], *, validity_months: int, by: "User | None"
) -> Course:
    """Add a qualification given by another body, and return it.

    It has no pages and no exam here; passes are entered from documents. Raises
    ``ComplianceError`` for an invalid code or one that is taken, a title missing in a
    language, and a validity below one month.
    """
    with unit_of_work():
        course = _make(
            code, titles, titles, validity_months, Decimal(0), Course.Delivery.EXTERNAL
        )
        audit_log.record_action(
            "compliance.qualification_made", by=by, on=course, code=course.code
        )
    return course


def create_classroom_course(
    code: str,
    titles: Mapping[str, str],
    public_titles: Mapping[str, str],
    *,
    hours: Decimal,
    validity_months: int,
    by: "User | None",
) -> Course:
    """Add a classroom course, and return it.

    ``public_titles`` are the neutral ones, printed on its certificates (product rule
    7). Raises ``ComplianceError`` as ``create_qualification`` does, and without hours.
    """
    if not 0 < hours <= _MOST_HOURS:
        raise ComplianceError(_("Enter the hours of study."))
    with unit_of_work():
        course = _make(
            code,
            titles,
            public_titles,
            validity_months,
            hours,
            Course.Delivery.CLASSROOM,
        )
        audit_log.record_action(
            "compliance.classroom_course_made", by=by, on=course, code=course.code
        )
    return course


def _make(
    code: str,
    titles: Mapping[str, str],
    public_titles: Mapping[str, str],
    validity_months: int,
    hours: Decimal,
    delivery: Course.Delivery,
) -> Course:
    code = code.strip().upper()
    try:
        is_code(code)
    except ValidationError as error:
        raise ComplianceError(error.message) from error
    if Course.objects.filter(code__iexact=code).exists():
        raise ComplianceError(
            _("There is a course or a qualification with this code. Choose another.")
        )
    if not all(_words(titles, one) and _words(public_titles, one) for one in CODES):
        raise ComplianceError(_("Enter the name in every language."))
    if validity_months < 1:
        raise ComplianceError(_("Enter the validity in months, at least one."))
    return Course.objects.create(
        code=code,
        slug=code.lower(),
        hours=hours,
        validity_months=validity_months,
        delivery=delivery,
        titles={one: _words(titles, one) for one in CODES},
        public_titles={one: _words(public_titles, one) for one in CODES},
    )


def _words(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language, "").strip()
