"""Spoil good bundles in one place, and tell what is found."""

from content.curriculum.quality.check_registry import CHECKS, run_quality_checks
from content.curriculum.quality.checked_library import read_checked_library

LESSON = "courses/t1/l1.{}.md"
KK, RU, EN = (LESSON.format(language) for language in ("kk", "ru", "en"))
BANK = "courses/t1/questions.yaml"


def spoil(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def rules(root, *wanted, catalogues=()):
    """Return what is found; spelling depends on what is installed and has its own tests."""
    found = run_quality_checks(
        read_checked_library(root, list(catalogues)),
        wanted or set(CHECKS) - {"spelling"},
    )
    return [(one.file, one.line, one.severity, one.rule) for one in found]
