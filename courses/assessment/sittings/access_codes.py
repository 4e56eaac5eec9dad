"""Codes of an invigilated sitting: six characters, shown to its invigilator only.

The code of the sitting opens the exam to everybody in the room. The code of an attempt
moves that attempt to another device, once: it also depends on the window that holds the
attempt. No code is stored: codes are derived from keys, from the invigilator and from
the platform's secret, so that a copy of the database opens no exam. The code of the
sitting is valid while the sitting is open; both are valid until another person becomes
its invigilator.
"""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, Sitting
from elearning.staff.models import StaffMember

#: Characters that are hard to confuse: no 0, O, 1, I, L, U.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_GROUP = 3
#: Cyrillic letters that look like Latin ones, and separators between groups.
_SAME = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX", " -–—\t\u00a0")
#: The name of the limit in ``ACCOUNT_RATE_LIMITS``.
_LIMIT = "session_code"


def format_sitting_code(sitting: Sitting) -> str:
    """Return the code of ``sitting`` in two groups, such as K7M-4QX."""
    return _grouped(_of_session(sitting))


def is_sitting_code(sitting: Sitting, code: str) -> bool:
    """Return whether ``code``, as typed, is that of ``sitting``."""
    return sitting.is_invigilated and _is_same(code, _of_session(sitting))


def format_move_code(attempt: Attempt, sitting: Sitting) -> str:
    """Return the code that moves ``attempt``, from ``sitting``, to another device."""
    return _grouped(_of_move(attempt, sitting))


def is_move_code(attempt: Attempt, sitting: Sitting, code: str) -> bool:
    """Return whether ``code``, as typed, moves ``attempt`` from its current window."""
    return sitting.is_invigilated and _is_same(code, _of_move(attempt, sitting))


def consume_code_try(request: HttpRequest, person: StaffMember) -> bool:
    """Count a code entered by ``person``; return whether it may be checked.

    It is counted first, so that simultaneous tries gain nothing. Call it outside any
    transaction that may fail.
    """
    return bool(ratelimit.consume(request, action=_LIMIT, key=str(person.pk)))


def reset_code_tries(request: HttpRequest, person: StaffMember) -> None:
    """Reset the count once ``person`` has entered the right code."""
    ratelimit.clear(request, action=_LIMIT, key=str(person.pk))


def render_code_limit_error() -> str:
    """Return the message after too many wrong codes."""
    return _(
        "Too many wrong codes. Wait ten minutes, or ask your invigilator to read the code "
        "to you."
    )


def render_move_code_error() -> str:
    """Return the message for a code that does not move the attempt."""
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
