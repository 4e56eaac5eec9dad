"""A course with everything that a device keeps, read by somebody who is on it."""

import pytest

from courses.assessment.models import PaperVersion
from tests.factories.content import (
    FIFTEEN,
    CoursePages,
    bank_block,
    check_block,
    name,
    quote_block,
    scenario_block,
    text_block,
)
from tests.factories.provisions import released_instrument


@pytest.fixture(scope="module")
def built(module_db):
    released_instrument("1", "36", "43")
    pages = CoursePages(lessons=["l1"])
    pages.question("T1-Q01", stem="Емтихан сұрағы", feedback="Емтихан құпиясы")
    pages.question("T1-Q02", for_practice=True)
    pages.question("T1-Q03", for_practice=True, **FIFTEEN)
    pages.lesson(
        "l2",
        [
            text_block("l2"),
            check_block(),
            bank_block(name("T1-Q03")),
            quote_block("NMR 43"),
        ],
    )
    pages.lesson("s1", [scenario_block()])
    pages.exam()
    pages.release()
    assert PaperVersion.objects.exists()
    return pages
