"""Shared phrasing on Spark: the engine's functions on parts of the corpus, the same result (`--engine spark`)."""
