"""Retention of acts sent from devices, and their place in a personal data copy."""

from django.utils.translation import gettext_lazy as _

from content.offline.models import KeptAct
from courses.retention import external_data
from courses.retention.retention_rules import (
    ExpiryAction,
    RetentionRule,
    get_answer_retention_months,
)

KEPT = external_data.ExternalRecords(
    name="kept_acts",
    rule=RetentionRule(
        key="kept-acts",
        name=_("Actions sent from devices"),
        what=_("What was done on a device without a connection, and the result"),
        stays=_("What the action changed in the record"),
        since=_("from the day they were received"),
        months=get_answer_retention_months,
        fate=ExpiryAction.REMOVED,
    ),
    rows=KeptAct.objects.all,
    since="received_at",
    columns=(
        "enrolment__course__code",
        "kind",
        "unit",
        "payload",
        "done_at",
        "at",
        "received_at",
        "outcome",
        "reason",
    ),
)
