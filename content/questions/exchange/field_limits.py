"""Check of imported questions against the field limits of the bank."""

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeQuestion

#: The maximum lengths of the bank’s fields.
LONGEST = {"code": 32, "tolerance": 20, "unit": 20}
_LONGEST_SIDE = 250
_LONGEST_TEXT = 20_000
_LONGEST_LABEL = 120


def find_field_fault(question: ExchangeQuestion) -> str:
    """Return which text of ``question`` is too long, or that it is empty; else ``""``."""
    sides = [pair.left for pair in question.pairs]
    sides += [*(pair.right for pair in question.pairs), *question.steps]
    texts = [question.stem, question.passage, question.feedback, question.sample]
    texts += [text for one in question.choices for text in (one.text, one.feedback)]
    texts += [one.feedback for one in question.regions]
    limited = [(side, _LONGEST_SIDE) for side in sides]
    limited += [(text, _LONGEST_TEXT) for text in texts]
    limited += [(one.label, _LONGEST_LABEL) for one in question.regions]
    if question.picture:
        limited.append((question.picture.alt, _LONGEST_SIDE))
    limited += [
        (getattr(question, name), most)
        for name, most in LONGEST.items()
        if name != "code"
    ]
    for text, most in limited:
        if len(text) > most:
            return _("“%(text)s…” is too long. The limit is %(count)s characters.") % {
                "text": text[:40],
                "count": most,
            }
    if not question.stem:
        return _("The question itself is empty. Write what is asked.")
    return ""
