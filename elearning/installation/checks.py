"""Django checks of the installation and its database."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from elearning.installation import installation_keys
from elearning.installation.demonstration_flag import is_demonstration

#: Rights of others with the group’s write access, and all rights of group and others.
_OTHERS, _ANYBODY_ELSE = 0o027, 0o077
#: The packages with our own migrations; those of libraries change with their versions.
_OURS = ("elearning", "courses", "content")


@checks.register(checks.Tags.security, deploy=True)
def check_demonstration(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a demonstration at a public address, as its accounts are public knowledge."""
    if settings.DEBUG or not settings.BASE_URL.startswith("https://"):
        return []
    try:
        found = is_demonstration()
    except DatabaseError:  # not migrated or missing: another check reports it
        return []
    return [_WARNING] if found else []


@checks.register(checks.Tags.security, deploy=True)
def check_file_modes(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report folders and files of records and keys that other accounts may read.

    Each path is checked separately: it may lie outside ``VAR_DIR``, and the proxy that
    sends files may pass through ``VAR_DIR``.
    """
    if settings.DEBUG:
        return []
    paths = dict.fromkeys([settings.KEYS_DIR, *_places()], _ANYBODY_ELSE)
    paths |= dict.fromkeys([settings.VAR_DIR, Path(settings.MEDIA_ROOT)], _OTHERS)
    return [
        checks.Error(
            f"Other accounts of this machine may read {path}, where records of people, "
            "keys and files lie.",
            hint=f"Run “chmod {700 if path.is_dir() else 600} {path}”; where the proxy "
            "sends files (MEDIA_REDIRECT), its group may go through VAR_DIR and read the "
            "media: see docs/configuration.md.",
            id="installation.E003",
        )
        for path, forbidden in paths.items()
        if path.exists() and path.stat().st_mode & forbidden
    ]


def _places() -> Iterator[Path]:
    """Yield the paths of records: the SQLite database, certificate PDFs, scans and the like."""
    yield settings.EXPORTS_DIR
    if settings.AUDIT_CHECKPOINTS:
        yield settings.AUDIT_CHECKPOINTS
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            file = str(database["NAME"])
            yield from (Path(file), Path(f"{file}-wal"))
    for name, storage in settings.STORAGES.items():
        place = storage.get("OPTIONS", {}).get("location")
        if place and name != "staticfiles":
            yield Path(place)


@checks.register(checks.Tags.database)
def check_migrations(
    app_configs: Sequence[Any] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[checks.CheckMessage]:
    """Report a database that another version of the platform has migrated.

    Migrating would continue after migrations whose content is unknown here.
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
    """Report keys other than those the database was created with."""
    try:
        names = list(installation_keys.iter_replaced_keys())
    except DatabaseError:  # not migrated yet
        return []
    return (
        [
            checks.Error(
                installation_keys.describe_replaced_keys(names), id="installation.E002"
            )
        ]
        if names
        else []
    )


_WARNING = checks.Warning(
    "This installation is a demonstration: its people are invented, their passwords lie "
    "in VAR_DIR/demo, and nobody reviewed its texts.",
    hint="Give the service an installation of its own, with an empty database.",
    id="installation.W001",
)
