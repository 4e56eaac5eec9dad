"""What the checks of Django say of this installation and of its database."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from elearning.installation import keys
from elearning.installation.demonstration import is_demonstration

#: Rights of everybody, with that of a group to write; rights of group and everybody.
_OTHERS, _ANYBODY_ELSE = 0o027, 0o077
#: The packages whose migrations are ours; those of libraries come and go with them.
_OURS = ("elearning", "courses", "content")


@checks.register(checks.Tags.security, deploy=True)
def check_demonstration(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a demonstration behind a public address: anybody may know its accounts."""
    if settings.DEBUG or not settings.BASE_URL.startswith("https://"):
        return []
    try:
        found = is_demonstration()
    except DatabaseError:  # it is not migrated yet, or not there: another check says so
        return []
    return [_WARNING] if found else []


@checks.register(checks.Tags.security, deploy=True)
def check_modes(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse folders of records and keys that other accounts of the machine may enter."""
    if settings.DEBUG:
        return []
    found: list[checks.CheckMessage] = []
    for folder, forbidden, mode in (
        (settings.VAR_DIR, _OTHERS, 700),
        (settings.KEYS_DIR, _ANYBODY_ELSE, 700),
    ):
        if folder.exists() and folder.stat().st_mode & forbidden:
            found.append(
                checks.Error(
                    f"Other accounts of this machine may enter {folder}, where records of "
                    "people, keys and files lie.",
                    hint=f"Run “chmod {mode} {folder}”; where the proxy sends files "
                    "(MEDIA_REDIRECT), its group may go through VAR_DIR: see "
                    "docs/configuration.md.",
                    id="installation.E003",
                )
            )
    return found


@checks.register(checks.Tags.database)
def check_migrations(
    app_configs: Sequence[Any] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[checks.CheckMessage]:
    """Refuse a database that another version of the platform has migrated.

    Migrating goes on from what is written down as done; what that did is not known here.
    """
    own = {
        config.label
        for config in apps.get_app_configs()
        if config.name.partition(".")[0] in _OURS
    }
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        loader = MigrationLoader(connections[alias])
        strange = sorted(
            f"{label}.{name}"
            for label, name in loader.applied_migrations
            if label in own and (label, name) not in loader.disk_migrations
        )
        if strange:
            found.append(
                checks.Error(
                    "Another version of the platform has migrated this database: what "
                    f"{strange[0]} did is not known here.",
                    hint="Use the version that made it. A demonstration is made anew: "
                    "remove the folder var (or VAR_DIR), and run make demo again.",
                    id="installation.E001",
                )
            )
    return found


@checks.register(checks.Tags.database)
def check_keys(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse keys other than those that the database was made with."""
    try:
        names = list(keys.replaced())
    except DatabaseError:  # it is not migrated yet
        return []
    return [checks.Error(keys.told(names), id="installation.E002")] if names else []


_WARNING = checks.Warning(
    "This installation is a demonstration: its people are invented, their passwords lie "
    "in VAR_DIR/demo, and nobody reviewed its texts.",
    hint="Give the service an installation of its own, with an empty database.",
    id="installation.W001",
)
