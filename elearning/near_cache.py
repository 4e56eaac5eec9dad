"""The shared cache, with Wagtail’s frequently read entries held in memory."""

import time
from typing import Any

from django.core.cache.backends.db import DatabaseCache

#: Prefix of Wagtail’s own entries, site roots and locale names, which hardly change.
_NEAR = "wagtail_"
_SECONDS = 5


class NearCache(DatabaseCache):
    """A database cache that reads each Wagtail entry at most once in five seconds.

    A list of fifty pages reads the same entry fifty times. Changes by other processes
    are seen after at most five seconds, changes by this one at once. All other entries,
    such as attempt counters, are read each time.
    """

    _held: dict[str, tuple[float, Any]] = {}

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if not key.startswith(_NEAR):
            return super().get(key, default, version)
        name = self.make_and_validate_key(key, version=version)
        until, value = self._held.get(name, (0.0, None))
        if until < time.monotonic():
            value = super().get(key, None, version)
            self._hold(name, value)
        return default if value is None else value

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        super().set(key, value, *args, **kwargs)
        self._let_go(key, kwargs.get("version", args[1] if len(args) > 1 else None))

    def delete(self, key: str, version: int | None = None) -> bool:
        self._let_go(key, version)
        return bool(super().delete(key, version))

    def clear(self) -> None:
        self._held.clear()
        super().clear()

    def _hold(self, name: str, value: Any) -> None:
        if value is not None:
            self._held[name] = (time.monotonic() + _SECONDS, value)

    def _let_go(self, key: str, version: int | None) -> None:
        if key.startswith(_NEAR):
            self._held.pop(self.make_and_validate_key(key, version=version), None)
