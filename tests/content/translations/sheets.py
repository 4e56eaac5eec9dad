"""Translations beside their source, as a test reads and fills them in."""

import json

from django.urls import reverse

from content.models import LessonPage
from content.studio.translations.forms import build_field_name
from courses.models import UnitVersion
from tests.factories.content import name, publish

TEXT = f"{name('l1')}/text"


def newest(slug="l1"):
    return UnitVersion.objects.filter(unit__slug=slug).newest().get()


def url(language="ru", slug="l1"):
    return reverse("studio_translate:translate", args=[newest(slug).unit.key, language])


def row(pages, language="ru"):
    return LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)


def write(pages, language, *blocks):
    page = row(pages, language)
    page.body = json.dumps(blocks)
    return publish(page)


def opened(answer):
    return [
        shown["pair"].source.place
        for shown in answer.context["rows"]
        if shown["pair"].is_open
    ]


def sent(answer, **changes):
    """What the browser sends of the page, with ``changes`` by place or field."""
    form = answer.context["form"]
    data = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if getattr(widget, "input_type", "") == "checkbox":
            continue
        shown = widget.format_value(value)
        data[bound.html_name] = "" if shown is None else shown
    return data | changes


def words(answer, place, text):
    """The field of ``place`` with ``text`` in it, as the editor would send it."""
    widget = answer.context["form"].fields[build_field_name(place)].widget
    return {build_field_name(place): widget.format_value(text)}


def draft(pages, language="ru"):
    return row(pages, language).get_latest_revision_as_object()


def said(page):
    return {
        block.id: str(block.value["text"])
        for block in page.body
        if block.block_type == "text"
    }


def behind(language="ru", slug="l1"):
    return newest(slug).texts.get(language=language).behind
