"""Entries of the desk in the main menu, by group."""

from django.utils.translation import gettext_lazy as _

from courses.certificates.models import DESIGNERS
from courses.desk.kit import access
from elearning.accounts.roles import Role
from elearning.interface import navigation

_TRAINERS = (Role.TRAINER,)
_MINISTRY = (Role.MINISTRY_HR,)
_ADMINISTRATORS = (Role.ADMINISTRATOR,)
#: Position of the first entry, after those that everybody has.
_FIRST = 60

_GROUPS = {
    navigation.LIBRARY: (
        ("desk:framework", _("Competency framework"), "key-points", access.WATCHERS),
    ),
    navigation.PERSONNEL: (
        ("desk:compliance", _("Compliance report"), "calendar", access.PERSONNEL),
        ("desk:reports:list", _("My reports"), "download", access.PERSONNEL),
        ("desk:coverage", _("Rule 76 coverage"), "bars", access.PERSONNEL),
        ("desk:people", _("Staff"), "people", access.PERSONNEL),
        ("desk:staff-lists:list", _("Staff lists"), "upload", access.PERSONNEL),
        (
            "desk:organisation:tree",
            _("Organisation"),
            "establishment",
            access.PERSONNEL,
        ),
        (
            "desk:certificates:list",
            _("Certificates"),
            "certificate",
            access.PERSONNEL,
        ),
        (
            "desk:recognition:claims",
            _("Prior learning"),
            "tick-circle",
            access.PERSONNEL,
        ),
        (
            "desk:sessions:list",
            _("Classroom sessions"),
            "calendar",
            access.PERSONNEL,
        ),
        ("desk:records-check", _("Record checks"), "flag", _MINISTRY),
        (
            "desk:certificates:proposals",
            _("Revocation of certificates"),
            "certificate",
            _ADMINISTRATORS,
        ),
        ("desk:rules:list", _("Training rules"), "settings", access.PERSONNEL),
        (
            "desk:acknowledgements",
            _("Guidelines to be read"),
            "guideline",
            access.PERSONNEL,
        ),
        ("desk:privacy:requests", _("Privacy requests"), "lock", access.PERSONNEL),
        (
            "desk:retention:rules",
            _("Retention periods"),
            "clock",
            access.ACCOUNT_OFFICE,
        ),
        ("desk:designs:list", _("Certificate design"), "certificate", DESIGNERS),
        ("desk:accounts", _("Accounts"), "key", access.ACCOUNT_OFFICE),
        ("desk:tokens:list", _("Access keys"), "lock", access.ACCOUNT_OFFICE),
        ("desk:remits", _("Remits"), "establishment", _ADMINISTRATORS),
    ),
    navigation.MATERIALS: (
        ("desk:reviews:list", _("Safeguard reviews"), "eye", access.REVIEWERS),
        ("desk:release", _("Releases"), "tick-circle", access.RELEASERS),
        ("desk:parity", _("Languages"), "language", access.RELEASERS),
        ("desk:register", _("Register of sources"), "quote", access.RELEASERS),
        ("desk:bank:questions", _("Question bank"), "help", access.RELEASERS),
        ("desk:statistics:questions", _("Statistics"), "chart", _TRAINERS),
        ("desk:enquiries:list", _("Questions from learners"), "callout", _TRAINERS),
    ),
    navigation.EXAMS: (
        ("desk:exams:find", _("Exams"), "exam", _TRAINERS),
        ("desk:exams:sittings", _("Exam sittings"), "calendar", access.SITTING_OFFICE),
        ("desk:marking:queue", _("Marking"), "edit", _TRAINERS),
    ),
    navigation.DATA: (
        ("desk:marking:held", _("Answers set aside"), "flag", _ADMINISTRATORS),
        ("desk:audit", _("Audit log"), "audit", _ADMINISTRATORS),
        ("desk:records:statements", _("Record store"), "quote", _ADMINISTRATORS),
    ),
}


def register() -> None:
    """Register the dashboard next to the common front page, and the groups of the desk."""
    dashboard = navigation.MenuEntry(
        "desk:home", _("Dashboard"), "chart", order=15, roles=access.EVERY_DESK
    )
    navigation.register_menu_entries(dashboard)
    also = {
        "desk:bank:questions": ("desk:corrections:list",),
        "desk:certificates:list": ("desk:certificates:proposals",),
        "desk:recognition:claims": (
            "desk:recognition:corrections",
            "desk:recognition:credits",
        ),
    }
    lines = [(group, line) for group, lines in _GROUPS.items() for line in lines]
    for place, (group, (url_name, label, icon, roles)) in enumerate(lines, _FIRST):
        entry = navigation.MenuEntry(
            url_name, label, icon, place, roles, group, also.get(url_name, ())
        )
        navigation.register_menu_entries(entry)
