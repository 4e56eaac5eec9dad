"""Find texts on a page that are not in its language."""

import re
from functools import cache
from operator import itemgetter

from django.db.models import Q
from django.utils.translation import trans_real
from wagtail.models import Page

from elearning.languages import OWN_NAMES

_SPACES = re.compile(r"\s+")
#: Four Latin words in a row are a sentence; fewer may be names and abbreviations.
_SENTENCE = re.compile(r"[A-Za-z][a-z'’]+(?:[ ,][A-Za-z'’]+){3,}")
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_RAW = re.compile(r"%\(\w+\)|\{\{|\{%|^None$|\bNone\b")
#: Begins what an operating system said, which is passed on as it was said.
_MACHINE = "[Errno"
_UNSPOKEN = {"script", "style", "code", "pre", "template", "kbd", "textarea"}
_ATTRIBUTES = ("title", "placeholder", "alt", "aria-label")


def untranslated(page, language):
    """Return the texts of a page that stand in another language than they should.

    A text is one where it equals a message in English or in the other language that has
    a translation, where it is an English sentence outside of what is marked as English,
    and where a placeholder was left in it.
    """
    if page.tree is None or not page.is_html:
        return []
    # The lists of the studio name what authors have written in all languages.
    in_studio = page.address.startswith("/studio/")
    found = {}
    spoken_here = page.tree.get("lang") or language
    if spoken_here != language and not in_studio:
        return [f"a page in another language: {spoken_here}"]
    for text, spoken in filter(itemgetter(0), _texts(page.tree, spoken_here)):
        if reason := _reason(text, spoken, language, in_studio=in_studio):
            found.setdefault(text[:120], reason)
    return sorted(f"{reason}: “{text}”" for text, reason in found.items())


def _reason(text, spoken, language, *, in_studio):
    if _RAW.search(text):
        return "a raw value"
    if spoken != language:
        return ""
    if text in _foreign(language) and not _is_written(text):
        return "not translated"
    if _SENTENCE.search(text) and not in_studio and _MACHINE not in text:
        return "an English sentence"
    return ""


def _texts(tree, language):
    """Return every text a person reads or hears, with the language it is marked as."""
    waiting = [(tree, language)]
    while waiting:
        element, around = waiting.pop()
        if element.tag in _UNSPOKEN or not isinstance(element.tag, str):
            continue
        if element.get("hidden") is not None:
            continue
        told = [element.text, *map(element.get, _ATTRIBUTES)]
        told += [child.tail for child in element]
        yield from ((_plain(text), around) for text in told if text)
        waiting += [(one, (one.get("lang") or around)[:2]) for one in element]


@cache
def _foreign(language):
    """Return the messages that have a translation and stand in another language."""
    other = {"kk": "ru", "ru": "kk"}[language]
    own, others = _catalogue(language), _catalogue(other)
    right = set(own.values())
    english = {
        *own,
        *others,
        *_catalogue("de"),
    }  # a language that the libraries have whole
    wrong = {text for text in english if own.get(text) != text}
    wrong |= {text for text in others.values() if " " in text or _KAZAKH.search(text)}
    return {text for text in wrong - right if len(text) > 2 and not text.isupper()}


def _is_written(text):
    """Tell whether authors have written this, which happens to be a message as well."""
    return (
        text in OWN_NAMES.values()
        or Page.objects.filter(Q(title=text) | Q(draft_title=text)).exists()
    )


@cache
def _catalogue(language):
    """Return every message of the platform and its libraries, with its translation."""
    messages = trans_real.translation(language)._catalog
    found = {}
    for msgid, text in messages.items():
        name = msgid[0] if isinstance(msgid, tuple) else msgid
        plain = _plain(name.rpartition("\x04")[2])
        if plain and text:
            found.setdefault(plain, _plain(text))
    return found


def _plain(text):
    return _SPACES.sub(" ", text).strip()
