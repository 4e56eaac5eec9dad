"""Form base for content whose changes are classified one by one."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from courses.models import UnitVersion


class ChangeWeightForm(WagtailAdminModelForm):
    """A form in which a new change starts as editorial, without a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing = self.instance
        if thing.pk and not thing.has_unpublished_changes:
            self.initial["change_weight"] = UnitVersion.Change.EDITORIAL
            self.initial["change_reason"] = ""
