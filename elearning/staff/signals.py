"""Signals of staff to the apps above, sent inside the transaction."""

from django.dispatch import Signal

#: Sent when names have changed, with ``people`` (a thousand at most), ``reason``,
#: ``at``, ``by``, and ``is_confirmed``: whether a second officer has confirmed the
#: names.
renamed = Signal()

#: Sent when a name change was confirmed, declined, withdrawn or taken up: ``decision``.
name_change_decided = Signal()

#: Sent before the names of ``people`` (a list) change on ``on``: receivers return the
#: primary keys of those whose change needs a second officer.
vouching = Signal()

#: Sent when an absence was recorded or got another last day, with ``absence``, whose
#: person is locked, and ``by``.
absence_recorded = Signal()

#: Sent when rows about several people were written in bulk, without model signals, or
#: the tree changed around them: ``people``, a queryset of ``StaffMember``, and
#: ``since``, the first day affected in reports (optional: today).
changed_many = Signal()
