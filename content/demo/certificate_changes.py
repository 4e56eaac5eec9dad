"""Changes to certificates in the demonstration: revocations and changes of name.

One certificate is revoked, the revocation of another is proposed, and a third is
replaced after a change of name. Another change of name waits for a second officer.
"""

from collections.abc import Iterable
from datetime import datetime

from content.demo.demo_accounts import PARTS, get_demo_user
from courses.certificates.lifecycle import certificate_revocation
from courses.certificates.models import Certificate, RevocationProposal
from elearning.staff.models import NameChange, StaffMember
from elearning.staff.name_changes import change_name, decide_name_change

#: Endings of women’s patronymics in Kazakh and in Russian.
_DAUGHTERS = ("қызы", "вна", "чна")
_MARRIED_NAME = "Ахметова"
_AUTHORITY = "Комитеттің кадр даярлау басқармасы"


def create_certificate_changes(at: datetime) -> int:
    """Change three certificates at the personnel officer’s prison, once.

    Return the number of certificates changed. One person proposes and another confirms,
    as the rules require.
    """
    if RevocationProposal.objects.exists():
        return 0
    officer, ministry = get_demo_user("facility-hr"), get_demo_user("ministry-hr")
    people = StaffMember.objects.in_remit_of(officer)
    counting = Certificate.objects.counting(at.date())
    played = [part.number for part in PARTS]
    held = counting.filter(completion__learner__in=people)
    held = held.exclude(completion__learner__staff_number__in=played)
    held = held.select_related("completion__learner")
    by_person = {one.completion.learner_id: one for one in held.order_by("pk")}
    if len(by_person) < 3:
        return 0
    married = _of_a_daughter(by_person.values())
    first, second = [one for one in by_person.values() if one != married][:2]
    revoked = _proposed(first, "breach", "Емтиханда телефон пайдаланылды.", at)
    certificate_revocation.decide_revocation(
        revoked,
        is_confirmed=True,
        reason="Емтихан өткізушінің актісі тексерілді.",
        by=get_demo_user("administrator"),
        at=at,
    )
    _proposed(second, "fraud", "Емтиханды басқа адам тапсырғаны айтылды.", at)
    if change := _called(married, _MARRIED_NAME, at):
        decide_name_change(
            change,
            is_confirmed=True,
            reason="Куәліктің түпнұсқасы көрілді",
            by=ministry,
            at=at,
        )
    rest = [one for one in by_person.values() if one not in (married, first, second)]
    _called(rest[0] if rest else second, "Жұмабек", at)
    return 3


def _proposed(
    certificate: Certificate, ground: str, reason: str, at: datetime
) -> RevocationProposal:
    return certificate_revocation.propose_revocation(
        certificate,
        ground=ground,
        authority=_AUTHORITY,
        reason=reason,
        by=get_demo_user("facility-hr"),
        at=at,
    )


def _called(
    certificate: Certificate, family_name: str, at: datetime
) -> NameChange | None:
    """Propose another family name for the holder."""
    person = certificate.holder
    return change_name(
        person,
        family_name=family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
        reason="Неке қию туралы куәлік",
        by=get_demo_user("facility-hr"),
        at=at,
    )


def _of_a_daughter(held: Iterable[Certificate]) -> Certificate:
    """Return the certificate of a woman if there is one, else the last."""
    papers = list(held)
    women = [one for one in papers if one.holder.patronymic.endswith(_DAUGHTERS)]
    return (women or papers)[-1]
