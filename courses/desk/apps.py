"""Screens of HR, reviewers and administrators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Screens of HR, reviewers and administrators."""

    name = "courses.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.desk import access  # noqa: PLC0415 — models must be ready
        from elearning.accounts.roles import Role  # noqa: PLC0415
        from elearning.interface import navigation  # noqa: PLC0415

        entries = (
            ("desk:home", _("Dashboard"), "home", access.EVERY_DESK),
            ("desk:compliance", _("Compliance report"), "calendar", access.PERSONNEL),
            ("desk:people", _("Staff"), "people", access.PERSONNEL),
            ("desk:accounts", _("Accounts"), "key", access.ACCOUNT_OFFICE),
            ("desk:remits", _("Remits"), "establishment", (Role.ADMINISTRATOR,)),
            ("desk:release", _("Releases"), "tick-circle", access.RELEASERS),
            ("desk:exams:find", _("Exams"), "exam", (Role.TRAINER,)),
            (
                "desk:exams:sittings",
                _("Exam sittings"),
                "calendar",
                access.SITTING_OFFICE,
            ),
            ("desk:marking:queue", _("Marking"), "edit", (Role.TRAINER,)),
            (
                "desk:marking:held",
                _("Answers set aside"),
                "flag",
                (Role.ADMINISTRATOR,),
            ),
            ("desk:bank:questions", _("Question bank"), "help", access.RELEASERS),
            (
                "desk:statistics:questions",
                _("Statistics"),
                "chart",
                (Role.TRAINER,),
            ),
            ("desk:audit", _("Audit log"), "audit", (Role.ADMINISTRATOR,)),
            (
                "desk:records:statements",
                _("Record store"),
                "quote",
                (Role.ADMINISTRATOR,),
            ),
        )
        for place, (url_name, label, icon, roles) in enumerate(entries):
            navigation.register(url_name, label, icon, order=60 + place, roles=roles)
