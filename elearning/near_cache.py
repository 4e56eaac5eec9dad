"""The cache that all processes share, with what Wagtail asks for each row kept at hand."""

import time
from typing import Any

from django.core.cache.backends.db import DatabaseCache

#: Wagtail's own entries: where sites begin and what locales are called. They hardly change.
_NEAR = "wagtail_"
_SECONDS = 5


class NearCache(DatabaseCache):
    """A database cache that asks for an entry of Wagtail once in five seconds.

    A list of fifty pages asks the same entry fifty times. What another process writes is
    seen here five seconds later at the latest; what this one writes, at once. All other
    entries, such as counters of attempts, are asked each time.
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
