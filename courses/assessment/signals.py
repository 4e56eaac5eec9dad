"""News from the exam room to the apps above, and a question; sent inside the transaction."""

from django.dispatch import Signal

#: A learner began an attempt: ``attempt``, ``at``, ``by``.
attempt_started = Signal()
#: An attempt has ended and waits for people to mark answers: ``attempt``, ``at``, ``by``.
attempt_handed_in = Signal()
#: An attempt was marked, once: ``attempt`` (it has its result), ``items`` (marked, in
#: order, with answers and questions), ``at``, ``by``.
#: Sent before the exam unit is finished, so before ``enrolment_completed``.
attempt_marked = Signal()
#: A question was answered to practise: ``enrolment``, ``question``, ``response`` (as xAPI
#: writes it), ``correct``, ``score`` (0–1), ``language``, ``at``.
practice_answered = Signal()
#: The result of a marked attempt became another one by a corrected key: ``attempt``,
#: ``regrading`` (before and after), ``result`` (after it, in marks), ``at``.
#: Sent before the exam unit is finished, where it became a pass.
attempt_regraded = Signal()
#: An answer in trial was marked after its attempt: ``attempt``, ``item`` (marked, with
#: its answer and question), ``by``.
trial_marked = Signal()
#: Before ``user`` changes what the exam of ``course`` asks: a receiver returns whether they
#: have it before them themselves.
exam_ahead = Signal()
#: Before ``user`` brings a question of ``course`` back: a receiver returns whether they have
#: an update of what they hold of it before them, whose test may ask it.
update_ahead = Signal()
