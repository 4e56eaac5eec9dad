"""Writes docs/conformance.md from the marks of the tests: `python -m tests.conformance.table`."""

import os
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django

PATH = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
HEAD = """# Conformance to xAPI

What ADL's numbered requirements demand of a Learning Record Store, and the tests in
`tests/conformance/` that prove it: over HTTP, against a running store, on SQLite and on
PostgreSQL, in xAPI 1.0.3 (at `/xapi/1.0.3/`) and 2.0.0 (at `/xapi/`). The sentences are
ours; the numbers are ADL's. Those from `2.0-01` on are ours too: what 2.0.0 demands beyond
ADL's numbers.

This page is written by `python -m tests.conformance.table`; a test fails when it is stale.
A requirement is *proved* when a test carries its number, *not proved* when none does or the
store is known to miss it, and *not applicable* when nothing a store does could meet or miss it.

"""


def marked() -> dict[str, set[str]]:
    """Return the tests by the number of the requirement that they are marked with."""
    package = import_module("tests.conformance")
    found: dict[str, set[str]] = defaultdict(set)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("test_"):
            for name, test in vars(
                import_module(f"{package.__name__}.{module.name}")
            ).items():
                for number in _numbers(getattr(test, "pytestmark", [])):
                    found[number].add(f"{module.name}::{name}")
    return found


def written() -> str:
    """Return the page as the tests and the list of requirements have it now."""
    from tests.conformance import requirements

    tests = marked()
    listed = requirements.read()
    if unknown := tests.keys() - listed.keys():
        raise AssertionError(f"No requirement has these numbers: {sorted(unknown)}")
    states = {one.number: _state(one, tests[one.number]) for one in listed.values()}
    counts = Counter(state.partition(":")[0] for state in states.values())
    summary = ", ".join(
        f"{counts[name]} {name}" for name in sorted(counts, reverse=True)
    )
    lines = [
        f"| {one.number} | {one.words} | {one.section} | {one.versions} "
        f"| {_named(tests[one.number])} | {states[one.number]} |"
        for one in listed.values()
    ]
    title = "| number | requirement | section | versions | tests | state |"
    rule = "|---|---|---|---|---|---|"
    return "\n".join(
        [f"{HEAD}{len(listed)} requirements: {summary}.", "", title, rule, *lines, ""]
    )


def _state(requirement: Any, tests: set[str]) -> str:
    if requirement.note:
        return str(requirement.note)
    return "proved" if tests else "not proved"


def _named(tests: set[str]) -> str:
    return "<br>".join(f"`{name.removeprefix('test_')}`" for name in sorted(tests))


def _numbers(marks: Any) -> Iterator[str]:
    for mark in marks:
        if mark.name == "requirement":
            yield from mark.args
        elif mark.name == "parametrize":
            for value in mark.args[1]:
                yield from _numbers(getattr(value, "marks", ()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    PATH.write_text(written())
