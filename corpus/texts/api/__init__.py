"""The API's editions, revisions, segments and sources."""
