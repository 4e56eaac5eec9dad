"""A learner’s questions about one lesson, as a prepared query for every lesson page."""

from django.db.models import QuerySet, prefetch_related_objects

from courses.enquiries.models import Enquiry
from courses.models import Enrolment, Unit, UnitVersion
from elearning.prepared_queries import PreparedQuery, QueryParameter


@PreparedQuery
def _asked() -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(
        enrolment=QueryParameter("enrolment", Enquiry, "enrolment"),
        version__unit=QueryParameter("unit", UnitVersion, "unit"),
    ).order_by("pk")


def list_lesson_enquiries(enrolment: Enrolment, unit: Unit) -> list[Enquiry]:
    """Return the questions about ``unit`` in one enrolment, with replies, oldest first."""
    found = _asked.ask(enrolment=enrolment.pk, unit=unit.pk)
    prefetch_related_objects(found, "replies")
    return found
