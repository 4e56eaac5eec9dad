"""Negotiation of xAPI versions with other stores."""

from collections.abc import Sequence

from courses.records.forwarding.delivery_errors import DeliveryError
from courses.records.forwarding.remote_store import RemoteStore
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion


def fetch_shared_versions(remote: RemoteStore) -> list[str]:
    """Return the versions that a store and this platform support, newest first.

    Raises ``DeliveryError`` if it names none (Part Three, 2.8).
    """
    answer = remote.ask_about()
    listed = answer.json.get("version") if isinstance(answer.json, dict) else None
    versions = listed if isinstance(listed, list) else []
    spoken = [version for version in versions if _family(version)]
    if not spoken:
        busy = answer.status == 429 or answer.status >= 500
        raise DeliveryError(answer.status if busy else "stranger")
    return sorted(spoken, key=_numbers, reverse=True)


def choose_version(statement: object, spoken: Sequence[str]) -> str | None:
    """Return the version in which to send a statement, or ``None`` if there is none.

    A statement is sent in the newest version of its own family that the store supports;
    one of 1.0 is sent as 2.0 to a store that supports nothing else.
    """
    kind = _family(statement) or XapiVersion.ONE
    own = [version for version in spoken if _family(version) == kind]
    if own:
        return own[0]
    return spoken[0] if kind == XapiVersion.ONE else None


def _family(version: object) -> XapiVersion | None:
    try:
        return XapiVersion.of(version) if isinstance(version, str) else None
    except SpecError:
        return None


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]
