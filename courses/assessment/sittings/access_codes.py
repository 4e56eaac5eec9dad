"""The codes of an invigilated sitting: six signs, shown to its invigilator alone.

The code of the session opens the exam to everybody in the room. The code of an attempt
moves that attempt to another device, once: it follows from the window that holds the
attempt as well. No code is kept anywhere: each follows from keys, from who invigilates and
from the platform's secret, so that no copy of the database opens an exam. The code of the
session holds while its sitting is open; both hold until somebody else invigilates it.
"""

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, Sitting
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from django.http import HttpRequest

#: No sign that a tired eye takes for another: no 0, O, 1, I, L, U.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_GROUP = 3
#: Letters of a Cyrillic keyboard that look the same, and what may stand between groups.
_SAME = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX", " -–—\t\u00a0")
#: The limit of tries in ``ACCOUNT_RATE_LIMITS``.
_LIMIT = "session_code"


def format_sitting_code(sitting: Sitting) -> str:
    """Return the code of ``sitting`` in two groups: K7M-4QX."""
    return _grouped(_of_session(sitting))


def is_sitting_code(sitting: Sitting, code: str) -> bool:
    """Tell whether ``code``, as it was typed, is the one of ``sitting``."""
    return sitting.is_invigilated and _is_same(code, _of_session(sitting))


def format_move_code(attempt: Attempt, sitting: Sitting) -> str:
    """Return the code that moves ``attempt``, begun in ``sitting``, to another device."""
    return _grouped(_of_move(attempt, sitting))


def is_move_code(attempt: Attempt, sitting: Sitting, code: str) -> bool:
    """Tell whether ``code``, as it was typed, moves ``attempt`` from its window now."""
    return sitting.is_invigilated and _is_same(code, _of_move(attempt, sitting))


def consume_code_try(request: "HttpRequest", person: StaffMember) -> bool:
    """Count a code that ``person`` entered, and tell whether it may be looked at.

    It is counted before, so that tries at the same moment are no more than one by one.
    Call it outside of a transaction that may fail.
    """
    return bool(ratelimit.consume(request, action=_LIMIT, key=str(person.pk)))


def reset_code_tries(request: "HttpRequest", person: StaffMember) -> None:
    """Forget what was counted, once ``person`` has entered the right code."""
    ratelimit.clear(request, action=_LIMIT, key=str(person.pk))


def render_code_limit_error() -> str:
    """Return what is said to somebody who has entered too many wrong codes."""
    return _(
        "Too many wrong codes. Wait ten minutes, or ask your invigilator to read the code "
        "to you."
    )


def render_move_code_error() -> str:
    """Return what is said of a code that does not move the attempt."""
    return _(
        "This is not the code for your exam, or it has already been "
        "used. Check each character, or ask your invigilator for the "
        "code beside your name."
    )


def _of_session(sitting: Sitting) -> str:
    return _signs("assessment.sitting", f"{sitting.key}/{sitting.invigilator_id}")


def _of_move(attempt: Attempt, sitting: Sitting) -> str:
    held = f"{attempt.key}/{attempt.hold}/{sitting.invigilator_id}"
    return _signs("assessment.move", held)


def _is_same(typed: str, signs: str) -> bool:
    return constant_time_compare(typed[:64].upper().translate(_SAME), signs)


def _grouped(signs: str) -> str:
    return f"{signs[:_GROUP]}-{signs[_GROUP:]}"


def _signs(salt: str, facts: str) -> str:
    number = int.from_bytes(salted_hmac(salt, facts, algorithm="sha256").digest())
    signs = ""
    for _place in range(_LENGTH):
        number, sign = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[sign]
    return signs
