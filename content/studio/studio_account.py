"""Account settings of trainers in the studio: appearance only."""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView

#: Name, picture, language and password are changed on our own account pages.
_ELSEWHERE = {"name_email", "avatar", "locale", "password"}


class StudioAccountView(AccountView):
    """Wagtail’s account page without settings kept elsewhere."""

    def get_panels(self) -> list[Any]:
        """Leave out settings that accounts here do not have or change elsewhere."""
        panels: list[Any] = super().get_panels()
        return [panel for panel in panels if panel.name not in _ELSEWHERE]


account = require_admin_access(StudioAccountView.as_view())
