"""What the platform imports is installed with it, and not only with its tests."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.weaknesses import told

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
    missing = {
        package
        for package in imported()
        if not {name.lower() for name in known.get(package, [package])} & locked
    }
    assert missing == set()


def test_every_lock_has_hashes_and_names_no_registry():
    locks = list((ROOT / "requirements").rglob("*.txt"))

    assert {lock.stem for lock in locks} == {"base", "dev", "tools"}
    for lock in locks:
        text = lock.read_text("utf-8")
        packages = re.split(
            r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", text, flags=re.MULTILINE
        )[1:]
        assert packages
        assert [one for one in packages if "--hash=sha256:" not in one] == []
        assert "://" not in text


@pytest.mark.parametrize(
    ("packages", "words", "status"),
    [
        ([{"vulns": []}], "No weaknesses are known in 1 packages", 0),
        (
            [{"vulns": [{"id": "CVE-1", "fix_versions": ["2.0", "2.1"]}]}],
            "one 1.0: CVE-1, mended in 2.0, 2.1",
            1,
        ),
        ([{"vulns": []}, {"skip_reason": "gone"}], "Nothing is known of 1 of 2", 2),
    ],
    ids=["none", "one", "not asked"],
)
def test_packages_of_which_nothing_is_known_are_never_called_sound(
    packages, words, status
):
    known = {"name": "one", "version": "1.0"}

    lines, ended = told({"dependencies": [known | package for package in packages]})

    assert words in "\n".join(lines)
    assert ended == status
