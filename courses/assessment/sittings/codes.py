"""The code of an invigilated sitting: six signs, shown to its invigilator alone.

A code is kept nowhere: it follows from the sitting's key, from who invigilates it and from
the platform's secret, so that no copy of the database opens an exam. It holds while its
sitting is open, and until somebody else invigilates it.
"""

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from courses.assessment.models import Sitting
from elearning.staff.models import StaffMember

#: No sign that a tired eye takes for another: no 0, O, 1, I, L, U.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_GROUP = 3
#: Letters of a Cyrillic keyboard that look the same, and what may stand between groups.
_SAME = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX", " -–—\t\u00a0")
#: Wrong codes that one person may enter, and the seconds until they are forgotten.
TRIES, WINDOW = 5, 600


def code_of(sitting: Sitting) -> str:
    """Return the code of ``sitting`` in two groups: K7M-4QX."""
    signs = _signs(sitting)
    return f"{signs[:_GROUP]}-{signs[_GROUP:]}"


def opens(sitting: Sitting, code: str) -> bool:
    """Tell whether ``code``, as it was typed, is the one of ``sitting``."""
    typed = code[:64].upper().translate(_SAME)
    return sitting.is_invigilated and constant_time_compare(typed, _signs(sitting))


def may_try(person: StaffMember) -> bool:
    """Tell whether ``person`` may enter a code: not after too many wrong ones."""
    wrong: int = cache.get(_name(person), 0)
    return wrong < TRIES


def note_wrong(person: StaffMember) -> None:
    """Count a wrong code of ``person``; call it outside of the transaction that failed."""
    cache.add(_name(person), 0, WINDOW)
    try:
        cache.incr(_name(person))
    except ValueError:  # thrown out of a full cache since the line before
        cache.set(_name(person), 1, WINDOW)


def too_many() -> str:
    """Return what is said to somebody who has entered too many wrong codes."""
    return _(
        "Too many wrong codes. Wait ten minutes, or ask your invigilator to read the code "
        "to you."
    )


def _signs(sitting: Sitting) -> str:
    shown_to = f"{sitting.key}/{sitting.invigilator_id}"
    digest = salted_hmac("assessment.sitting", shown_to, algorithm="sha256").digest()
    number = int.from_bytes(digest)
    signs = ""
    for _place in range(_LENGTH):
        number, sign = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[sign]
    return signs


def _name(person: StaffMember) -> str:
    return f"assessment:wrong-codes:{person.pk}"
