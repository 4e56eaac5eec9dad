"""Ask that people be reckoned anew, because a fact about them has changed."""

from typing import Any

from courses.compliance.models import Recount


def ask_recount(people: Any) -> None:
    """Ask that the standings of ``people``, a queryset of ``StaffMember``, be spread anew.

    In the transaction that changed the facts. Asking twice is harmless.
    """
    keys = people.order_by().values_list("pk", flat=True).distinct()
    Recount.objects.bulk_create(Recount(learner_id=pk) for pk in keys)
