"""The competency framework: profiles of posts, and the level each requires per domain."""
