"""What the platform imports is installed with it, and not only with its tests."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("elearning", "courses", "content")


def imported():
    """Return the top-level packages of others that our code imports."""
    found = set()
    for folder in OURS:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {one.name.partition(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(OURS)


def test_all_that_the_platform_imports_is_in_its_own_lock():
    lock = (ROOT / "requirements" / "base.txt").read_text("utf-8")
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    known = packages_distributions()
    known["ruamel"] = ["ruamel-yaml"]  # a namespace, which names no distribution
    missing = {
        package
        for package in imported()
        if not {name.lower() for name in known.get(package, [package])} & locked
    }
    assert missing == set()
