"""News from the personnel files to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: Some people are called otherwise from now on: ``people``, a thousand at most, ``reason``,
#: ``at``, ``by``, and ``is_confirmed``: whether a second officer has confirmed the names.
renamed = Signal()

#: A proposed name was confirmed, declined, taken back or taken up: ``decision``.
name_change_decided = Signal()

#: Who wants to call ``people`` (a list) otherwise on ``on`` asks first whose names others
#: vouch for: a receiver returns the primary keys of those whose change needs a second officer.
vouching = Signal()

#: An absence was noted, or got another last day: ``absence``, whose person is locked, and ``by``.
absence_recorded = Signal()

#: Rows about several people were written at once, past their models' own signals, or the
#: tree moved around them: ``people``, a queryset of ``StaffMember``, and ``since``, the first
#: day of which a report hears of it (optional: today).
changed_many = Signal()
