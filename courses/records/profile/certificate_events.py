"""Events of certificates, exemptions, guidelines and sessions."""

from courses.records.profile.profile_events import Presence, ProfileEvent
from courses.records.statements import activity_types as types
from courses.records.statements import extensions as say
from courses.records.statements import verbs

_ALWAYS, _SOMETIMES, _NEVER = Presence.ALWAYS, Presence.SOMETIMES, Presence.NEVER
_EDITION = {say.EDITION: _SOMETIMES}

#: Of certificates and exemptions.
CERTIFICATE_EVENTS = (
    ProfileEvent(
        "certificate-earned",
        verbs.EARNED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS},
    ),
    ProfileEvent(
        "certificate-renewed",
        verbs.RENEWED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS, say.RENEWS: _ALWAYS},
    ),
    ProfileEvent(
        "certificate-updated",
        verbs.UPDATED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "certificate-revoked",
        verbs.REVOKED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.GROUND: _ALWAYS},
    ),
    ProfileEvent(
        "training-waived",
        verbs.WAIVED,
        types.COURSE,
        has_parent=False,
        registration=_NEVER,
        values={say.GROUND: _ALWAYS, say.UNTIL: _SOMETIMES},
    ),
)

#: Outside lessons.
FURTHER_EVENTS = (
    ProfileEvent(
        "guideline-read",
        verbs.READ,
        types.GUIDELINE,
        has_parent=False,
        has_course=False,
        registration=_NEVER,
        values={say.EDITION: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "guideline-acknowledged",
        verbs.ACKNOWLEDGED,
        types.GUIDELINE,
        has_parent=False,
        has_course=False,
        registration=_NEVER,
        values={say.EDITION: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "session-attended",
        verbs.ATTENDED,
        types.SESSION,
        registration=_SOMETIMES,
        values=_EDITION,
        result={"duration": _SOMETIMES},
    ),
)
