"""News from the records to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: A completion was recorded: ``completion``, ``renewed`` (the one that still counted
#: then, or ``None``), ``by``.
completion_recorded = Signal()

#: Many were recorded in one go: ``passes``, a list of pairs of what the signal above says
#: of one (completion, renewed), oldest first, and ``by``.
completions_recorded = Signal()

#: A pass was taken back: ``withdrawal``, ``by``, ``at``. Of what a refresher renewed it is
#: sent as well.
completion_withdrawn = Signal()

#: A pass was corrected: ``before`` and ``after`` (completions), ``reason``, ``by``, ``at``.
completion_corrected = Signal()
