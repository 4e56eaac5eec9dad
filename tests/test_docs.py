"""Paths that the documents name are there, so that a newcomer finds the place."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATH = re.compile(r"`((?:elearning|courses|content|templates|tests)/[\w./*-]+)`")
DOCUMENTS = [
    *("CONTRIBUTING.md", "README.md", "docs/architecture.md", "docs/style.md"),
    *("docs/security.md", "docs/testing.md"),
    *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/apps/*.md")),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_in_documents_are_there(name):
    text = (ROOT / name).read_text("utf-8")

    missing = [path for path in PATH.findall(text) if not is_there(path)]

    assert missing == []


def is_there(path):
    """Paths of tests are named from the folder of the tests as well."""
    return any(any(folder.glob(path)) for folder in (ROOT, ROOT / "tests"))
