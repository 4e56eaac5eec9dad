"""A package of the sample course, on a platform that does not have the course."""

import json

import pytest
from django.db import transaction
from django.utils import translation

from content.curriculum.bundle_reader import read_library
from content.curriculum.document_loader import load_instrument
from content.packages.package_writer import build_course_package
from courses.models import Course, UnitText
from elearning.zip_files import build_zip
from tests.content.curriculum.conftest import SAMPLES
from tests.factories.curriculum import load_approved


def digests(course):
    """Return what every unit of ``course`` says in each language, by content hash."""
    texts = UnitText.objects.filter(version__unit__course=course)
    return set(
        texts.values_list(
            "version__unit__key", "version__unit__kind", "language", "title", "digest"
        )
    )


@pytest.fixture(scope="module")
def built(module_db):
    """The files of the package, and what the course said before it went."""
    with transaction.atomic():
        load_approved(SAMPLES)
        course = Course.objects.get(code="T1")
        built = build_course_package(course).files, digests(course)
        transaction.set_rollback(True)
    for document in read_library(SAMPLES).instruments:
        load_instrument(document)
    return built


@pytest.fixture
def files(built, db):
    """The files of the package, to be changed."""
    return dict(built[0])


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def texts(built):
    return built[1]


@pytest.fixture
def changed(files):
    """Return the package with one file changed by a function of its values."""

    def changed(name, change):
        values = json.loads(files[name])
        change(values)
        return build_zip(files | {name: json.dumps(values).encode()})

    return changed
