"""YAML files as trees of nodes, parsed once and shared by the checks."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from content.curriculum.yaml_items import compose_yaml


def read_yaml_tree(path: Path) -> Any:
    """Return the top node of a file, or ``None`` if it is not YAML."""
    return _composed(path.read_text("utf-8"))


@lru_cache(maxsize=256)
def _composed(text: str) -> Any:
    try:
        return compose_yaml(text)
    except yaml.YAMLError:
        return None
