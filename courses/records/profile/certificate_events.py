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
        ("Сертификат алынды", "Получен сертификат", "Earned a certificate"),
        (
            "Курсты тәмамдағаны үшін сертификат берілді.",
            "За окончание курса выдан сертификат.",
            "A certificate was issued for a completion.",
        ),
        verbs.EARNED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS},
    ),
    ProfileEvent(
        "certificate-renewed",
        ("Сертификат ұзартылды", "Сертификат продлен", "Renewed a certificate"),
        (
            "Жаңа сертификат күші бар бұрынғысын жалғастырады; алынғаны да айтылады.",
            "Новый сертификат продолжает действующий; о получении сообщается тоже.",
            "A new certificate continues one that still counts; told beside “earned”.",
        ),
        verbs.RENEWED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS, say.RENEWS: _ALWAYS},
    ),
    ProfileEvent(
        "certificate-updated",
        ("Сертификат жаңартылды", "Сертификат обновлен", "Updated a certificate"),
        (
            "Сертификат сүйенетін ұсыным не курс өзгерді; иесі өзгерісті біледі, мерзімі сол.",
            "Рекомендации под сертификатом или сам курс изменились; владелец это изучил.",
            "A guideline under a certificate, or its course, had changed; its holder knows how.",
        ),
        verbs.UPDATED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.UNTIL: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "certificate-revoked",
        ("Сертификаттың күші жойылды", "Сертификат аннулирован", "Certificate revoked"),
        (
            "Сертификат мерзімі бітпей күшін жойды; әрекет етуші — оның иесі.",
            "Сертификат утратил силу до срока; действующее лицо — его владелец.",
            "A certificate lost its force before its time; the actor is its holder.",
        ),
        verbs.REVOKED,
        types.CERTIFICATE,
        registration=_SOMETIMES,
        values=_EDITION | {say.GROUND: _ALWAYS},
    ),
    ProfileEvent(
        "training-waived",
        ("Оқудан босатылды", "Освобожден от обучения", "Exempt from a course"),
        (
            "Қызметкерге курс қажет емес деп танылды; себебінің мәтіні айтылмайды.",
            "Сотруднику не нужно проходить курс; текст причины не сообщается.",
            "Somebody need not take a course; the reason in words is not told.",
        ),
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
        ("Ұсыным ашылды", "Открыты рекомендации", "Read a guideline"),
        (
            "Қызметкер ұсынымның осы редакциясын алғаш рет ашты.",
            "Сотрудник впервые открыл эту редакцию рекомендаций.",
            "A member of staff opened this edition of a guideline for the first time.",
        ),
        verbs.READ,
        types.GUIDELINE,
        has_parent=False,
        has_course=False,
        registration=_NEVER,
        values={say.EDITION: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "guideline-acknowledged",
        (
            "Ұсыныммен танысқаны расталды",
            "Подтверждено ознакомление с рекомендациями",
            "Acknowledged a guideline",
        ),
        (
            "Қызметкер ұсынымның осы редакциясымен танысқанын растады.",
            "Сотрудник подтвердил, что знаком с этой редакцией рекомендаций.",
            "A member of staff confirmed that they know this edition of a guideline.",
        ),
        verbs.ACKNOWLEDGED,
        types.GUIDELINE,
        has_parent=False,
        has_course=False,
        registration=_NEVER,
        values={say.EDITION: _ALWAYS, say.CITES: _SOMETIMES},
    ),
    ProfileEvent(
        "session-attended",
        ("Сабақ жиынына қатысты", "Посетил очное занятие", "Attended a session"),
        (
            "Қызметкер бетпе-бет өткен сабаққа қатысты.",
            "Сотрудник присутствовал на очном занятии.",
            "Somebody was present at a session held in person.",
        ),
        verbs.ATTENDED,
        types.SESSION,
        registration=_SOMETIMES,
        values=_EDITION,
        result={"duration": _SOMETIMES},
    ),
)
