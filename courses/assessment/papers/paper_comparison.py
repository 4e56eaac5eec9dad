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
        *_fewer_demands(old, new),
        *_more_time(old, new),
        *_fewer_conditions(old, new),
    ]


def _fewer_demands(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    if new.pass_mark < old.pass_mark:
        words = _("The pass mark falls from %(old)d per cent to %(new)d per cent.")
        yield words % {"old": old.pass_mark, "new": new.pass_mark}
    if new.questions < old.questions:
        words = _("The exam asks %(new)d questions instead of %(old)d.")
        yield words % {"old": old.questions, "new": new.questions}
    if new.open_questions < old.open_questions:
        words = _("The exam asks %(new)d open questions instead of %(old)d.")
        yield words % {"old": old.open_questions, "new": new.open_questions}
    yield from _fewer_must_pass(old.plan.must_pass, new.plan.must_pass)


def _fewer_must_pass(old: int | None, new: int | None) -> Iterator[str]:
    """Compare the numbers of must-pass questions; ``None`` leaves it to the draw."""
    if new == 0 and old is None:
        yield _("The exam no longer asks any must-pass questions.")
    elif new is None and old:
        words = _(
            "The exam no longer sets the number of must-pass questions: it was %(old)d."
        )
        yield words % {"old": old}
    elif old is not None and new is not None and new < old:
        words = _("The exam asks %(new)d must-pass questions instead of %(old)d.")
        yield words % {"old": old, "new": new}


def _more_time(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    """Compare the minutes (and those per question), the attempts and the waits."""
    more = new.minutes * old.questions > old.minutes * new.questions
    if more and new.minutes > old.minutes:
        words = _("The exam takes %(new)d minutes instead of %(old)d.")
        yield words % {"old": old.minutes, "new": new.minutes}
    if new.attempts > old.attempts:
        words = _("The exam may be taken %(new)d times instead of %(old)d.")
        yield words % {"old": old.attempts, "new": new.attempts}
    before, after = (paper.waiting_hours[: paper.attempts - 1] for paper in (old, new))
    if any(now < then for then, now in zip(before, after, strict=False)):
        words = _(
            "The wait before another attempt gets shorter: %(new)s hours "
            "instead of %(old)s."
        )
        yield words % {"old": _list(before), "new": _list(after)}


def _fewer_conditions(old: PaperVersion, new: PaperVersion) -> Iterator[str]:
    if old.is_invigilated and not new.is_invigilated:
        yield _("The exam is no longer taken in an invigilated sitting.")
    if old.needs_full_bank and not new.needs_full_bank:
        yield _("The exam no longer needs a full bank of questions.")


def _list(hours: list[int]) -> str:
    return ", ".join(map(str, hours))
