"""Comparison of two exams: rules that demand less than before."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.assessment.models import PaperVersion


def list_lowered_demands(before: int, after: int) -> list[str]:
    """Return, in whole sentences, what one version's paper demands less than another's.

    Both are ids of versions of exams; empty if either has no paper.
    """
    papers = {
        paper.version_id: paper
        for paper in PaperVersion.objects.filter(version__in=[before, after])
    }
    old, new = papers.get(before), papers.get(after)
    if old is None or new is None:
        return []
    return [
        *_lower_marks(old, new),
        *_fewer_questions(old, new),
        *_more_time(old, new),
        *_fewer_conditions(old, new),
    ]


def _lower_marks(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    if new.pass_mark < old.pass_mark:
        yield _("The pass mark falls from %(old)d per cent to %(new)d per cent.") % {
            "old": old.pass_mark,
            "new": new.pass_mark,
        }


def _fewer_questions(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    if new.questions < old.questions:
        yield _("The exam asks %(new)d questions instead of %(old)d.") % {
            "old": old.questions,
            "new": new.questions,
        }
    if new.open_questions < old.open_questions:
        yield _("The exam asks %(new)d open questions instead of %(old)d.") % {
            "old": old.open_questions,
            "new": new.open_questions,
        }
    yield from _fewer_must_pass(old.plan.must_pass, new.plan.must_pass)


def _fewer_must_pass(old: int | None, new: int | None) -> Iterator[str]:
    """Compare the numbers of must-pass questions; ``None`` leaves it to the draw."""
    if new == 0 and old is None:
        yield _("The exam no longer asks any must-pass questions.")
    elif new is None and old:
        yield _(
            "The exam no longer sets the number of must-pass questions: it was %(old)d."
        ) % {"old": old}
    elif old is not None and new is not None and new < old:
        yield _("The exam asks %(new)d must-pass questions instead of %(old)d.") % {
            "old": old,
            "new": new,
        }


def _more_time(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    """Compare the minutes (and those per question), the attempts and the waits."""
    more = new.minutes * old.questions > old.minutes * new.questions
    if more and new.minutes > old.minutes:
        yield _("The exam takes %(new)d minutes instead of %(old)d.") % {
            "old": old.minutes,
            "new": new.minutes,
        }
    if new.attempts > old.attempts:
        yield _("The exam may be taken %(new)d times instead of %(old)d.") % {
            "old": old.attempts,
            "new": new.attempts,
        }
    waits = [paper.waiting_hours[: paper.attempts - 1] for paper in (old, new)]
    if any(now < then for then, now in zip(*waits, strict=False)):
        yield _(
            "The wait before another attempt gets shorter: %(new)s hours "
            "instead of %(old)s."
        ) % {"old": _list(waits[0]), "new": _list(waits[1])}


def _fewer_conditions(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    if old.is_invigilated and not new.is_invigilated:
        yield _("The exam is no longer taken in an invigilated sitting.")
    if old.needs_full_bank and not new.needs_full_bank:
        yield _("The exam no longer needs a full bank of questions.")


def _list(hours: list[int]) -> str:
    return ", ".join(map(str, hours))
