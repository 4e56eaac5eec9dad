"""The safeguard checklist: questions about whatever affects prisoners.

Each question is worded so that “yes” is right. The sources are the Nelson Mandela
Rules; profiling and data of prisoners are covered by product rules.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SafeguardQuestion:
    """One question, a hint what to look at, and the rules it rests on."""

    key: str
    question: Promise
    hint: Promise
    cites: tuple[str, ...] = ()
    #: Whether “not applicable” is allowed as an answer.
    may_not_apply: bool = True


CHECKLIST = (
    SafeguardQuestion(
        "dignity",
        _("Does everything here respect the dignity of prisoners?"),
        _(
            "Nothing teaches, excuses or jokes about torture, ill-treatment or "
            "humiliation, and safety is never a reason for them."
        ),
        ("NMR 1",),
    ),
    SafeguardQuestion(
        "discipline",
        _("Are restrictions and discipline kept within the law?"),
        _(
            "No prolonged or indefinite solitary confinement, no dark cell, "
            "no collective punishment, no reduction of food or water, no "
            "restraint as a punishment."
        ),
        ("NMR 43",),
    ),
    SafeguardQuestion(
        "religion",
        _("Is freedom of religion respected?"),
        _(
            "Religious practice and contact with a representative are "
            "unrestricted, nobody is made to take part, and no privilege "
            "depends on belief."
        ),
        ("NMR 65", "NMR 66"),
    ),
    SafeguardQuestion(
        "prohibited-conduct",
        _("Does it say what staff must never do?"),
        _(
            "Where it teaches staff how to act, the rights and duties of "
            "staff and the prohibition of torture and ill-treatment are part "
            "of it."
        ),
        ("NMR 76",),
    ),
    SafeguardQuestion(
        "equality",
        _("Is it free of discrimination?"),
        _(
            "No group is described as worse or more dangerous; examples and pictures "
            "show women and men, languages and beliefs with equal respect."
        ),
        ("NMR 2",),
    ),
    SafeguardQuestion(
        "profiling",
        _("Is it free of profiling?"),
        _(
            "Dress, beard, prayer, origin and language are not signs of "
            "risk; what counts is behaviour, in context, seen more than once."
        ),
    ),
    SafeguardQuestion(
        "prisoner-data",
        _("Is it free of data about real prisoners?"),
        _(
            "No names, numbers, cases or details that could identify "
            "someone; examples are invented and say so."
        ),
    ),
)

#: Asked in addition if the exam is removed, or demands less than in the current
#: edition.
EXAM_ITEM = SafeguardQuestion(
    "exam",
    _("Is what its exam still requires enough to complete the course?"),
    _(
        "The certificate says the same as before. “Yes” signs off "
        "exactly the exam changes listed beside the checklist; explain "
        "why in the reason."
    ),
    may_not_apply=False,
)


def find_safeguard_question(key: str) -> SafeguardQuestion | None:
    """Return the question with ``key``, or ``None``."""
    return next((one for one in (*CHECKLIST, EXAM_ITEM) if one.key == key), None)
