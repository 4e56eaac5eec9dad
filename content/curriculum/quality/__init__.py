"""Checks of what the curriculum says and how: languages, wording, questions, links.

Reading a bundle refuses what cannot be loaded. What is loadable and still not good enough
is found here: every module of this package is one check, ``checks`` names them all.
"""
