"""Pages and questions by language: what is missing, outdated, in review and equal."""
