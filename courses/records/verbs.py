"""The verbs of our statements."""

from tincan import LanguageMap, Verb

_ADL = "http://adlnet.gov/expapi/verbs/"
_TINCAN = "http://id.tincanapi.com/verb/"


def _verb(iri: str, kk: str, ru: str, en: str) -> Verb:
    return Verb(id=iri, display=LanguageMap({"kk": kk, "ru": ru, "en": en}))


REGISTERED = _verb(f"{_ADL}registered", "жазылды", "записан(а)", "registered")
INITIALIZED = _verb(f"{_ADL}initialized", "бастады", "начал(а)", "initialized")
EXPERIENCED = _verb(f"{_ADL}experienced", "танысты", "ознакомился(ась)", "experienced")
PROGRESSED = _verb(
    f"{_ADL}progressed", "ілгерілеп жатыр", "продвинулся(ась)", "progressed"
)
COMPLETED = _verb(f"{_ADL}completed", "аяқтады", "завершил(а)", "completed")
ATTEMPTED = _verb(f"{_ADL}attempted", "тапсыруға кірісті", "приступил(а)", "attempted")
ANSWERED = _verb(f"{_ADL}answered", "жауап берді", "ответил(а)", "answered")
PASSED = _verb(f"{_ADL}passed", "тапсырды", "сдал(а)", "passed")
FAILED = _verb(f"{_ADL}failed", "тапсыра алмады", "не сдал(а)", "failed")
SKIPPED = _verb(f"{_TINCAN}skipped", "жауапсыз қалдырды", "пропустил(а)", "skipped")
SELECTED = _verb(f"{_TINCAN}selected", "таңдады", "выбрал(а)", "selected")
EARNED = _verb(f"{_TINCAN}earned", "алды", "получил(а)", "earned")
