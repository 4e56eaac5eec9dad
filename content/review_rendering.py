"""Versions block by block for reviewers: plain words, and the learner’s view."""

import json
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from content.blocks import LessonBody
from content.blocks.body_reader import extract_body_text
from content.glossary.term_links import PageGlossary
from content.guidelines.link_expansion import expand_links
from content.models import ExamPage
from content.models.lesson_page import build_lesson_text
from content.publishing.models import Fact
from content.questions.models import QuestionDraft
from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.bank import question_diff
from courses.assessment.models import QuestionVersion
from courses.models import Unit, UnitVersion
from courses.version_texts import UnpublishedDraft, VersionBlock
from elearning.accounts.models import User

#: The block for a page’s title and summary.
HEAD = "head"
#: Keys whose words distinguish blocks of the same type.
_NAMING = ("heading", "title", "question", "citation", "caption")
#: The fields of an exam shown besides its title.
_RULES = ("questions", "minutes", "pass_mark", "attempts", "waiting_hours", "trials")
_LONGEST = 60


def list_blocks(
    versions: Sequence[UnitVersion], language: str
) -> dict[int, list[VersionBlock]]:
    """Return the blocks of each version in ``language``, by version id; two queries."""
    asked = [one for one in versions if one.unit.kind == Unit.Kind.QUESTION]
    questions = {
        row.version_id: row for row in QuestionVersion.objects.filter(version__in=asked)
    }
    contents = _contents([one for one in versions if one not in asked], language)
    return {
        one.pk: list(
            _question(questions.get(one.pk), language)
            if one.unit.kind == Unit.Kind.QUESTION
            else _page(one, contents.get(one.pk, {}), language)
        )
        for one in versions
    }


def render_blocks(version: UnitVersion, language: str) -> list[VersionBlock]:
    """Return the blocks of ``version`` in the learner’s view, with answers."""
    blocks = list_blocks([version], language)[version.pk]
    with translation.override(language):
        html = _html(version, language)
    return [
        VersionBlock(
            one.id,
            one.name,
            one.words,
            html.get(one.id)
            or render_to_string("content/reviewing/words.html", {"block": one}),
        )
        for one in blocks
    ]


def render_rich_texts(texts: Sequence[str], language: str) -> list[str]:
    """Return rich text with links resolved and glossary terms linked.

    Takes one query for the terms, and those for links.
    """
    glossary = PageGlossary.of(language)
    return [str(glossary.explain(text)) for text in expand_links(texts)]


def list_editor_urls(versions: Sequence[UnitVersion], language: str) -> dict[int, str]:
    """Return the editor URL of each version, by version id; two queries."""
    keys = {one.unit.key: one.pk for one in versions}
    pages = Page.objects.filter(
        translation_key__in=keys, locale__language_code=language
    ).values_list("translation_key", "pk")
    drafts = QuestionDraft.objects.filter(
        translation_key__in=keys, locale__language_code=language
    ).values_list("translation_key", "pk")
    found = [("wagtailadmin_pages:edit", pages), ("studio_questions:edit", drafts)]
    return {
        keys[key]: reverse(name, args=[pk]) for name, rows in found for key, pk in rows
    }


def list_unpublished_drafts(author: User) -> list[UnpublishedDraft]:
    """Return drafts last saved by ``author`` and not published, newest first; two queries."""
    found = []
    for rows, title, name in (
        (Page.objects.all(), "draft_title", "wagtailadmin_pages:edit"),
        (QuestionDraft.objects.all(), "stem", "studio_questions:edit"),
    ):
        mine = rows.filter(has_unpublished_changes=True, latest_revision__user=author)
        found += [
            UnpublishedDraft(words, reverse(name, args=[pk]), at)
            for pk, words, at in mine.values_list(
                "pk", title, "latest_revision__created_at"
            )
        ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def build_block_anchor(block: str) -> str:
    """Return the anchor of a block in the studio’s editor."""
    return f"#block-{block}-section" if block and block != HEAD else ""


def _contents(
    versions: Sequence[UnitVersion], language: str
) -> dict[int, dict[str, Any]]:
    """Return the stored content of the pages of ``versions``, by version id; one query."""
    texts = {one.pk: one.text(language).reference for one in versions}
    stored = Revision.objects.filter(
        pk__in=[int(key) for key in texts.values() if key.isdigit()]
    )
    found = {str(pk): content for pk, content in stored.values_list("pk", "content")}
    return {pk: found[key] for pk, key in texts.items() if key in found}


def _page(
    version: UnitVersion, content: dict[str, Any], language: str
) -> Iterator[VersionBlock]:
    text = version.text(language)
    words = "\n".join(filter(None, [text.title, text.summary]))
    yield VersionBlock(HEAD, _("Title and summary"), words)
    if audience := content.get("audience"):
        yield VersionBlock("audience", _("Who this course is for"), audience)
    if cites := content.get("cites"):
        yield VersionBlock("cites", _("Legal basis"), cites)
    if version.unit.kind == Unit.Kind.EXAM:
        rules = [_rule(name, content[name]) for name in _RULES if name in content]
        yield VersionBlock("rules", _("Rules of the exam"), "\n".join(rules))
    for raw in json.loads(content.get("body") or "[]"):
        yield VersionBlock(raw["id"], _name(raw), unescape(extract_body_text([raw])))


def _rule(name: str, value: Any) -> str:
    field: Any = ExamPage._meta.get_field(name)
    return f"{capfirst(str(field.verbose_name))}: {value}"


def _name(raw: dict[str, Any]) -> str:
    """Return the name of a block: its type, and words that distinguish it."""
    label = str(LessonBody().child_blocks[raw["type"]].label)
    value = raw["value"] if isinstance(raw["value"], dict) else {}
    named = next((str(value[key]) for key in _NAMING if value.get(key)), "")
    if len(named) > _LONGEST:
        named = named[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f"{label}: {named}" if named else label


def _question(
    question: QuestionVersion | None, language: str
) -> Iterator[VersionBlock]:
    told = question_diff.build_question_part_texts(question, language)
    lines = [f"{label}: {words}" if label else words for label, words in told.values()]
    yield VersionBlock(HEAD, _("Question"), "\n".join(lines))


def _html(version: UnitVersion, language: str) -> dict[str, str]:
    """Return the HTML of the blocks of ``version``, by block id."""
    if version.unit.kind == Unit.Kind.QUESTION:
        return _asked(version, language)
    if version.unit.kind != Unit.Kind.LESSON:
        return {}
    content = _contents([version], language).get(version.pk)
    if content is None:
        return {}
    lesson = build_lesson_text(content, version.text(language).language)
    lesson.ask()
    context = {
        "lesson": lesson,
        "questions": lesson.questions,
        "citations": lesson.citations,
        "facts": Fact.objects.under(version.unit.key),
        "is_preview": True,
    }
    return {
        block.id: render_to_string(
            "content/reviewing/block.html", context | {"block": block}
        )
        for block in lesson.body
    }


def _asked(version: UnitVersion, language: str) -> dict[str, str]:
    question = QuestionVersion.objects.filter(version=version).first()
    if question is None or language not in question.body:
        return {}
    text = question.body[language]
    context = {
        "question": question,
        "text": text,
        "form": build_key_form(question, text),
    }
    return {HEAD: render_to_string("content/reviewing/question.html", context)}
