"""Changes of rules, by the fields that change."""

from courses.compliance.models import Requirement
from courses.compliance.requirements import SCOPE, TERMS, replace_requirement


def change_requirement(rule, *, starts_on, by, reason, **fields):
    kept = {name: getattr(rule, name) for name in (*SCOPE, *TERMS)}
    changed = Requirement(**kept | fields | {"starts_on": starts_on})
    return replace_requirement(rule, changed, by=by, reason=reason)
