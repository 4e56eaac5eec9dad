"""Statistics of questions and exams, from the answers.

``pair_sums``, ``tally_sums``, ``item_analysis``, ``exam_reliability``,
``ability_thirds``, ``quality_flags`` and ``small_groups`` are plain Python over plain
numbers. ``tally_store`` keeps the summaries they are computed from;
``question_reports`` and ``exam_reports`` read them. Sources of the formulas:

- Moodle: docs.moodle.org/dev/Quiz_statistics_calculations, with the names used there;
- CTT: F. M. Lord, M. R. Novick, Statistical Theories of Mental Test Scores, 1968;
- Shrout: P. E. Shrout, J. L. Fleiss, Intraclass correlations, Psychological Bulletin
  86 (1979), 420-428.

Only first attempts count (Moodle, "Quizzes that allow multiple attempts"): later ones
are by the same people, who have just read what was wrong. A question without an answer
is worth nothing, as in the mark.
"""
