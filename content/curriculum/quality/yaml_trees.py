"""YAML files as trees of nodes, each read once: texts and parity walk over the same ones."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from content.curriculum.yaml_items import compose_yaml


def read_yaml_tree(path: Path) -> Any:
    """Return the top node of a file, or ``None`` where it is no YAML."""
    return _composed(path.read_text("utf-8"))


@lru_cache(maxsize=256)
def _composed(text: str) -> Any:
    try:
        return compose_yaml(text)
    except yaml.YAMLError:
        return None
