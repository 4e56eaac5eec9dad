"""YAML values with line numbers and checks of their types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, ScalarNode, SequenceNode

from content.curriculum.bundle_keys import NAME
from content.curriculum.bundle_markup import MARKUP
from content.curriculum.errors import FaultCollector
from elearning.languages import CODES

_INTEGER = re.compile(r"-?\d+")
_BOOLEAN = ("true", "false")
_NULL = "tag:yaml.org,2002:null"


@dataclass
class YamlItem:
    """One value of a YAML file: a mapping, a list or a plain value."""

    node: Any
    path: Path
    faults: FaultCollector
    offset: int = 0

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1 + self.offset

    def fail(self, reason: str) -> None:
        self.faults.add(self.path, self.line, reason)

    def _item(self, node: Any) -> "YamlItem":
        return YamlItem(node, self.path, self.faults, self.offset)

    def only(self, *names: str) -> None:
        """Refuse keys that the format does not have, and duplicate keys."""
        seen: set[str] = set()
        for key in self._keys():
            if key.node.value not in names:
                key.fail(f"“{key.node.value}” is not a key here.")
            if key.node.value in seen:
                key.fail(f"“{key.node.value}” stands twice.")
            seen.add(key.node.value)

    def find(self, name: str) -> "YamlItem | None":
        """Return the value of ``name``, or ``None``."""
        if not isinstance(self.node, MappingNode):
            self.fail("Keys and values are expected here.")
            return None
        for key, value in self.node.value:
            if key.value == name and value.tag != _NULL:
                return self._item(value)
        return None

    def need(self, name: str) -> "YamlItem | None":
        """Return the value of ``name``; a missing one is a fault."""
        found = self.find(name)
        if found is None and isinstance(self.node, MappingNode):
            self.fail(f"“{name}” is missing.")
        return found

    def text(self, name: str, default: str | None = None) -> str:
        """Return a plain value as text; it must not be empty."""
        found = self.find(name) if default is not None else self.need(name)
        if found is None:
            return default or ""
        return found.as_text(f"“{name}” must be a text.")

    def as_text(self, reason: str = "A text is expected here.") -> str:
        if isinstance(self.node, ScalarNode) and self.node.value.strip():
            return str(self.node.value).strip()
        self.fail(reason)
        return ""

    def name(self, key: str) -> str:
        """Return a short name: lower-case Latin letters, digits and hyphens."""
        found = self.text(key)
        if found and not NAME.fullmatch(found):
            self.fail(f"“{found}” is not a name: use a-z, 0-9 and hyphens.")
        return found

    def integer(self, name: str, default: int | None = None) -> int:
        found = self.find(name) if default is not None else self.need(name)
        return (default or 0) if found is None else found.as_integer(name)

    def as_integer(self, name: str) -> int:
        if isinstance(self.node, ScalarNode) and _INTEGER.fullmatch(self.node.value):
            return int(self.node.value)
        self.fail(f"“{name}” must be a whole number.")
        return 0

    def boolean(self, name: str) -> bool:
        found = self.find(name)
        if found is None:
            return False
        if found.node.value not in _BOOLEAN:
            found.fail(f"“{name}” must be true or false.")
        return bool(found.node.value == "true")

    def texts(self, name: str) -> dict[str, str]:
        """Return a text in all three languages."""
        found = self.need(name)
        return found.as_texts() if found is not None else {}

    def maybe_texts(self, name: str) -> dict[str, str]:
        """Return a text in all three languages, or nothing."""
        found = self.find(name)
        return found.as_texts() if found is not None else {}

    def as_texts(self) -> dict[str, str]:
        """Return a text by language; it must be plain text without markup."""
        self.only(*CODES)
        texts = {code: self.text(code) for code in CODES}
        for code, text in texts.items():
            if MARKUP.search(text):
                self.fail(f"“{code}” is plain text: leave out links and emphasis.")
        return texts

    def items(self) -> list["YamlItem"]:
        """Return the values of a list."""
        if not isinstance(self.node, SequenceNode):
            self.fail("A list is expected here.")
            return []
        return [self._item(node) for node in self.node.value]

    def list_of(self, name: str, *, needed: bool = True) -> list["YamlItem"]:
        """Return the values of the list called ``name``."""
        found = self.need(name) if needed else self.find(name)
        return found.items() if found is not None else []

    def strings(self, name: str, *, needed: bool = True) -> list[str]:
        return [item.as_text() for item in self.list_of(name, needed=needed)]

    def integers(self, name: str) -> list[int]:
        return [item.as_integer(name) for item in self.list_of(name)]

    def names(self) -> list[str]:
        """Return the keys of a mapping."""
        return [str(key.node.value) for key in self._keys()]

    def _keys(self) -> Iterator["YamlItem"]:
        if isinstance(self.node, MappingNode):
            for key, _value in self.node.value:
                yield self._item(key)


def compose_yaml(text: str) -> Any:
    """Return the top node of a YAML text, using libyaml; raises ``yaml.YAMLError``."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def read_yaml(path: Path, faults: FaultCollector) -> YamlItem | None:
    """Return the top of a YAML file, or ``None`` if it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, 1, f"The file cannot be read: {error}.")
        return None
    return parse_yaml(text, path, faults)


def parse_yaml(
    text: str, path: Path, faults: FaultCollector, offset: int = 0
) -> YamlItem | None:
    """Return the top of a YAML text that starts ``offset`` lines into ``path``."""
    try:
        node = compose_yaml(text)
    except yaml.YAMLError as error:
        mark, problem = (
            getattr(error, "problem_mark", None),
            getattr(error, "problem", ""),
        )
        line = mark.line + 1 if mark else 1
        faults.add(path, line + offset, f"This is not YAML: {problem or error}.")
        return None
    if node is None:
        faults.add(path, 1 + offset, "The file is empty.")
        return None
    return YamlItem(node, path, faults, offset)
