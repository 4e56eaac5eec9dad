"""Reasons of actions: demanded in domain functions and by the database."""

from django.db import models
from django.utils.translation import gettext as _


def require_reason(reason: str, refusal: type[Exception]) -> str:
    """Return ``reason``, stripped; raise ``refusal`` if nothing is left."""
    if not reason.strip():
        raise refusal(_("Give the reason; an inspection will ask for it."))
    return reason.strip()


def build_reason_check(name: str, column: str = "reason") -> models.CheckConstraint:
    """Return the constraint ``name``: the text in ``column`` is not empty."""
    return models.CheckConstraint(condition=~models.Q(**{column: ""}), name=name)
