"""Quality checks of the curriculum: languages, wording, questions, links.

The reader of bundles refuses what cannot be loaded. These checks find content that
loads but is not good enough. Each check has a module; ``check_registry`` lists them.
"""
