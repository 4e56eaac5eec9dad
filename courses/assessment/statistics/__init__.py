"""What answers tell about questions and exams.

``sums``, ``questions``, ``exams``, ``thirds``, ``flags`` and ``protecting`` are plain
Python over plain numbers. ``counting`` keeps the summaries they are computed from,
``reports`` reads them. Sources of the formulas:

- Moodle: docs.moodle.org/dev/Quiz_statistics_calculations, by the names it uses;
- CTT: F. M. Lord, M. R. Novick, Statistical Theories of Mental Test Scores, 1968;
- Shrout: P. E. Shrout, J. L. Fleiss, Intraclass correlations, Psychological Bulletin
  86 (1979), 420-428.

Only first attempts count (Moodle, "Quizzes that allow multiple attempts"): later ones
are the same people again, who have just read what was wrong. A question without an
answer is worth nothing, as in the mark.
"""
