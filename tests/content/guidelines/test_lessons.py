"""The lessons that rest on a guideline, told to its readers."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.provisions.models import Citation, Document
from tests.factories.courses import CourseFactory, EditionFactory, UnitVersionFactory
from tests.factories.guidelines import guideline_pages, release_newest

pytestmark = pytest.mark.django_db


def cited_by_lesson(code, number="1.1", slug="l1"):
    """A lesson of a current edition that rests on a clause of MG-6."""
    course = CourseFactory(code=code, slug=code.lower())
    version = UnitVersionFactory(unit__course=course, unit__slug=slug)
    edition = EditionFactory(course=course, versions=[version])
    clause = Document.objects.get(code="MG-6").clauses.get(number=number)
    Citation.objects.create(clause=clause, unit_version=version, place="b")
    Citation.objects.create(clause=clause, unit_version=version, place="c")
    return edition


def test_lessons_of_a_closed_course_are_told_to_nobody(reader):
    document, _pages = guideline_pages()
    release_newest(document)
    cited_by_lesson("T1")
    closed = cited_by_lesson("T2").course
    closed.closed_at = timezone.now()
    closed.save()

    page = reader.get(document.get_absolute_url()).text

    assert reverse("content:lesson", args=["t1", "l1"]) in page
    assert reverse("content:lesson", args=["t2", "l1"]) not in page
    assert page.count(">Бірлік") <= 1


def test_lesson_that_tracks_repeat_is_one_line_and_has_its_address_in_each(reader):
    document, _pages = guideline_pages()
    release_newest(document)
    for code in ("T1", "T1-A", "T1-M2"):
        cited_by_lesson(code)

    page = BeautifulSoup(reader.get(document.get_absolute_url()).text, "html.parser")

    clause, every = page.select(".clause-lessons li"), page.select("#lessons li")
    assert [one.get_text(" ", strip=True) for one in clause] == [
        "T1, T1-A, T1-M2: l1 kk",
        "Осы құжатқа негізделген барлық сабақтар",
    ]
    assert clause[1].a["href"] == "#lessons"
    assert len(every) == 1
    assert [(a.text, a["href"]) for a in every[0].select("a")] == [
        (code, reverse("content:lesson", args=[code.lower(), "l1"]))
        for code in ("T1", "T1-A", "T1-M2")
    ]


def test_clause_shows_a_few_lessons_and_the_page_all_of_them(reader):
    document, _pages = guideline_pages()
    release_newest(document)
    for number in range(1, 6):
        cited_by_lesson(f"T{number}", slug=f"l{number}")

    page = BeautifulSoup(reader.get(document.get_absolute_url()).text, "html.parser")

    assert page.select_one(".clause-lessons summary").text.split()[-3] == "5"
    assert len(page.select(".clause-lessons li a[href*='/courses/']")) == 3
    assert [" ".join(one.text.split()) for one in page.select("#lessons li")] == [
        f"l{number} kk (T{number}). Тармақтар: 1.1" for number in range(1, 6)
    ]


def test_guideline_takes_as_many_queries_with_three_lessons(
    reader, django_assert_max_num_queries
):
    document, _pages = guideline_pages()
    release_newest(document)
    cited_by_lesson("T1")
    reader.get(document.get_absolute_url())
    with django_assert_max_num_queries(30) as one:
        reader.get(document.get_absolute_url())
    cited_by_lesson("T2")
    cited_by_lesson("T3")
    with django_assert_max_num_queries(30) as three:
        reader.get(document.get_absolute_url())

    assert len(one) == len(three)
