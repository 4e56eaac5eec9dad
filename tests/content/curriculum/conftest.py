"""A small set of bundles to break and to load."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from content.curriculum import bundle_approvals
from content.curriculum.bundle_reader import DEFAULT, read_library
from tests.factories.curriculum import load_approved

SAMPLES = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def shipped():
    """The bundles that the platform brings; nobody changes what was read of them."""
    return read_library(DEFAULT)


@pytest.fixture
def bundles(tmp_path):
    """A copy of the sample bundles that a test may change."""
    return Path(shutil.copytree(SAMPLES, tmp_path / "bundles"))


@pytest.fixture
def approve(bundles):
    """Write approvals for the bundles as they are now."""
    return partial(approve_all, bundles)


def approve_all(bundles):
    library = read_library(bundles)
    for bundle in [*library.guidelines, *library.courses]:
        text = bundle_approvals.render_approvals_yaml(
            bundle.hashes(), "Author", "Peer", "Reviewer"
        )
        (bundle.folder / bundle_approvals.FILE).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def released(module_db, tmp_path_factory):
    """The sample, approved and loaded once; each test of a module finds it so."""
    folder = tmp_path_factory.mktemp("released")
    bundles = Path(shutil.copytree(SAMPLES, folder / "bundles"))
    approve_all(bundles)
    load_approved(bundles)
    return bundles
