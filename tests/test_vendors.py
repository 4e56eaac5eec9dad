"""What depends on the vendor of the database is tested on both of them."""

import ast
import re
from functools import cache

import pytest

from tests.browser.conftest import ROOT

#: What each vendor does in a way of its own: locks, statements of ours, functions.
_OF_VENDOR = re.compile(
    r"select_for_update|connection\.(vendor|cursor\()|RawSQL|\.raw\(|as_sqlite|as_postgresql"
)
#: Whatever commits in a test of its own has the mark by itself: ``tests/conftest.py``.
_MARKED = re.compile(r"mark\.database_vendor|transaction=True")


def _name(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def modules():
    """The platform's own modules that depend on the vendor, by their dotted name."""
    return sorted(
        _name(file)
        for app in ("content", "courses", "elearning")
        for file in (ROOT / app).rglob("*.py")
        if "migrations" not in file.parts and _OF_VENDOR.search(file.read_text())
    )


@cache
def reached():
    """Every module that a marked test imports, and what these import themselves."""
    marked = [
        file
        for file in (ROOT / "tests").rglob("*.py")
        if _MARKED.search(file.read_text()) and file.name.startswith("test_")
    ]
    near = set().union(*map(_imported, marked))
    stems = [ROOT.joinpath(*name.split(".")) for name in near]
    files = [one.with_suffix(".py") for one in stems] + [
        one / "__init__.py" for one in stems
    ]
    return near.union(*(_imported(file) for file in files if file.exists()))


#: Modules that tests reach by an address or a command, and the tests that do.
_BY_ADDRESS = {
    "content.publishing.fact_verification": "content/curriculum/test_fact_notes.py",
    "courses.updates.certificate_updates": "courses/updates/test_updating.py",
    "elearning.accounts.forms": "elearning/accounts/test_password_saving.py",
    "elearning.interface.views": "elearning/interface/test_pages.py",
    "elearning.lrs.documents.document_store": "elearning/lrs/test_document_store.py",
    "elearning.staff.first_administrator": "elearning/staff/test_first_administrator.py",
}


@pytest.mark.parametrize("module", modules())
def test_module_that_depends_on_the_vendor_is_tested_on_both(module):
    if file := _BY_ADDRESS.get(module):
        assert _MARKED.search((ROOT / "tests" / file).read_text())
    else:
        assert module in reached()


@cache
def _imported(file):
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found
