"""The competency framework: what each post is for, and how far it must master what."""
