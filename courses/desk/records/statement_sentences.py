"""Statements as sentences: what happened, to what, and with what outcome."""

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.utils.dateparse import parse_duration
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.records.statements import extensions
from courses.records.statements.verbs import VERBS
from elearning.interface.templatetags.interface import percent
from elearning.languages import CODES, pick_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: By the last word of the verb, so that verbs of the same name from other systems are
#: included; by that of the object’s type too where it makes a difference.
_SENTENCES: dict[str, "_StrPromise"] = {
    "acknowledge": gettext_lazy("Confirmed as read: “%(thing)s”"),
    "answered": gettext_lazy("Question answered: “%(thing)s”"),
    "attempted": gettext_lazy("Exam started: “%(thing)s”"),
    "attended": gettext_lazy("Attended: “%(thing)s”"),
    "completed": gettext_lazy("Completed: “%(thing)s”"),
    "earned": gettext_lazy("Certificate earned: “%(thing)s”"),
    "experienced": gettext_lazy("Opened: “%(thing)s”"),
    "failed": gettext_lazy("Exam not passed: “%(thing)s”"),
    "initialized": gettext_lazy("Started: “%(thing)s”"),
    "passed": gettext_lazy("Exam passed: “%(thing)s”"),
    "progressed": gettext_lazy("Progress: “%(thing)s”"),
    "read": gettext_lazy("Read: “%(thing)s”"),
    "registered": gettext_lazy("Enrolled on a course: “%(thing)s”"),
    "renewed": gettext_lazy("Certificate renewed: “%(thing)s”"),
    "revoked": gettext_lazy("Certificate revoked: “%(thing)s”"),
    "selected": gettext_lazy("Decision taken: “%(thing)s”"),
    "skipped": gettext_lazy("Question left unanswered: “%(thing)s”"),
    "terminated": gettext_lazy("Taken off a course: “%(thing)s”"),
    "terminated assessment": gettext_lazy("Time ran out: “%(thing)s”"),
    "voided": gettext_lazy("A statement was voided: “%(thing)s”"),
    "waived": gettext_lazy("Exempted: “%(thing)s”"),
}
_MINUTE = 60


def get_verb_name(content: dict[str, Any]) -> str:
    """Return the last word of a statement's verb: ``completed``."""
    return extract_last_word(content["verb"]["id"])


def extract_last_word(iri: str) -> str:
    """Return the last part of an IRI, unquoted."""
    return unquote(iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1])


def format_verb(iri: str, display: dict[str, str] | None = None) -> str:
    """Return the name of a verb in the reader’s language."""
    ours = {verb.iri: verb.labels for verb in VERBS}
    named = pick_reader_text(ours.get(iri) or display or {})
    words = named or extract_last_word(iri).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def format_statement_object(content: dict[str, Any]) -> str:
    """Return the name of a statement’s object in the reader’s language."""
    about = content["object"]
    kind = about.get("objectType", "Activity")
    if kind == "StatementRef":
        return str(about["id"])
    if kind == "SubStatement":
        return format_statement_sentence(about)
    if kind in {"Agent", "Group"}:
        account = about.get("account", {})
        return str(about.get("pseudonym") or account.get("name") or _("a group"))
    name = pick_reader_text(about.get("definition", {}).get("name", {}))
    return name or extract_last_word(about["id"])


def format_statement_sentence(content: dict[str, Any]) -> str:
    """Return a sentence that describes a statement."""
    named = {"thing": format_statement_object(content)}
    kind = extract_last_word(content["object"].get("definition", {}).get("type", ""))
    for name in (f"{get_verb_name(content)} {kind}", get_verb_name(content)):
        if (words := _SENTENCES.get(name)) is not None:
            return str(words) % named
    verb = content["verb"]
    named["verb"] = format_verb(verb["id"], verb.get("display"))
    return _("%(verb)s: “%(thing)s”") % named


def format_statement_outcome(content: dict[str, Any]) -> str:
    """Return the outcome of a statement; often empty."""
    result = content.get("result", {})
    found = []
    if get_verb_name(content) in {"answered", "selected"} and "success" in result:
        found.append(_("right") if result["success"] else _("wrong"))
    share = result.get("score", {}).get("scaled")
    if (
        get_verb_name(content) in {"passed", "failed", "completed"}
        and share is not None
    ):
        found.append(_("result %(share)s") % {"share": percent(share)})
    if (done := find_statement_progress(content)) is not None:
        found.append(format_progress(done))
    if minutes := _minutes(result.get("duration")):
        found.append(
            ngettext("%(count)s minute", "%(count)s minutes", minutes)
            % {"count": minutes}
        )
    return ", ".join(found)


def find_statement_progress(content: dict[str, Any]) -> int | None:
    """Return the completed share of a course in per cent, if the statement has it."""
    told = content.get("result", {}).get("extensions", {})
    done = told.get(extensions.PROGRESS.iri)
    return done if isinstance(done, int) else None


def format_progress(done: int) -> str:
    """Return a phrase with the completed share of the course, given in per cent."""
    return _("%(share)s of the course done") % {"share": percent(done / 100)}


def pick_reader_text(texts: dict[str, str]) -> str:
    """Return the text for the reader from a language map, without markup."""
    ours = {tag[:2].lower(): text for tag, text in texts.items()}
    found = pick_text({code: ours[code] for code in CODES if code in ours})[0]
    words = strip_tags(found or next(iter(texts.values()), ""))
    return " ".join(words.split())


def _minutes(written: Any) -> int:
    duration = parse_duration(written) if isinstance(written, str) else None
    return int(duration.total_seconds()) // _MINUTE if duration else 0
