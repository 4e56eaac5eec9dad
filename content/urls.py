"""URLs of content."""

from django.urls import path

from content.views import (
    course_catalogue,
    course_page,
    document_editions,
    document_pages,
    guideline_acknowledgement,
    help_page,
    lesson_page,
    paragraph_questions,
    plain_pages,
    version_preview,
)

app_name = "content"

urlpatterns = [
    path("", plain_pages.show_front_page, name="home"),
    path("catalogue/", course_catalogue.show_catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course_page.show_course, name="course"),
    path(
        "courses/<slug:slug>/versions/<int:pk>/",
        version_preview.preview_version,
        name="version",
    ),
    path("courses/<slug:slug>/<slug:unit>/", lesson_page.show_lesson, name="lesson"),
    path(
        "courses/<slug:slug>/<slug:unit>/place/",
        lesson_page.save_reading_place,
        name="place",
    ),
    path(
        "courses/<slug:slug>/<slug:unit>/captions/<str:block>/<str:language>/",
        lesson_page.serve_captions,
        name="captions",
    ),
    path(
        "courses/<slug:slug>/<slug:unit>/ask/<slug:block>/",
        paragraph_questions.ask_about_paragraph,
        name="ask",
    ),
    path("guidelines/", document_pages.list_guidelines, name="guidelines"),
    path("guidelines/<slug:slug>/", document_pages.show_guideline, name="guideline"),
    path(
        "guidelines/<slug:slug>/acknowledge/",
        guideline_acknowledgement.acknowledge_guideline,
        name="acknowledge",
    ),
    path(
        "guidelines/<slug:slug>/pdf/",
        document_editions.download_guideline_pdf,
        name="pdf",
    ),
    path(
        "guidelines/<slug:slug>/editions/",
        document_editions.list_document_editions,
        name="editions",
    ),
    path(
        "guidelines/<slug:slug>/editions/<int:number>/",
        document_editions.compare_document_editions,
        name="comparison",
    ),
    path("rules/<slug:slug>/", document_pages.show_instrument, name="instrument"),
    path("help/", help_page.show_help, name="help"),
    path("authors/", plain_pages.show_plain_page, {"slug": "authors"}, name="authors"),
    path("privacy/", plain_pages.show_plain_page, {"slug": "privacy"}, name="privacy"),
    path(
        "accessibility/",
        plain_pages.show_plain_page,
        {"slug": "accessibility"},
        name="accessibility",
    ),
    path("<slug:slug>/", plain_pages.show_plain_page, name="standard"),
]
