"""Which versions of xAPI another store speaks, and by which a statement is sent to it."""

from collections.abc import Sequence

from courses.records.remote import Remote
from courses.records.troubles import TroubleError
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.versions import Version


def spoken_by(remote: Remote) -> list[str]:
    """Ask a store for its versions and return those that are spoken here, newest first.

    Raises ``TroubleError`` where it names none (Part Three, 2.8).
    """
    answer = remote.ask_about()
    listed = answer.json.get("version") if isinstance(answer.json, dict) else None
    versions = listed if isinstance(listed, list) else []
    spoken = [version for version in versions if _family(version)]
    if not spoken:
        busy = answer.status == 429 or answer.status >= 500
        raise TroubleError(answer.status if busy else "stranger")
    return sorted(spoken, key=_numbers, reverse=True)


def to_send_by(statement: object, spoken: Sequence[str]) -> str | None:
    """Return the version by which a statement is sent, ``None`` where none will do.

    A statement goes by the newest version of its own kind that the store speaks; one of
    1.0 goes by 2.0 to a store that speaks nothing else.
    """
    kind = _family(statement) or Version.ONE
    own = [version for version in spoken if _family(version) == kind]
    if own:
        return own[0]
    return spoken[0] if kind == Version.ONE else None


def _family(version: object) -> Version | None:
    try:
        return Version.of(version) if isinstance(version, str) else None
    except SpecError:
        return None


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]
