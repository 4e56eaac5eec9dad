"""News from the personnel files to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: Some people are called otherwise from now on: ``people``, a thousand at most, ``reason``,
#: ``at``, ``by``.
renamed = Signal()

#: Rows about several people were written at once, past their models' own signals, or the
#: tree moved around them: ``people``, a queryset of ``StaffMember``, and ``since``, the first
#: day of which a report hears of it (optional: today).
changed_many = Signal()
