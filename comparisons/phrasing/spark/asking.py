"""A search on Spark of documents wherever they are read."""

from __future__ import annotations

from dataclasses import replace

from pyspark.sql import SparkSession

from comparisons.engine.passages import Options, Passages
from comparisons.engine.passages.finding import Clock, Noise
from comparisons.phrasing.documents import Documents
from comparisons.phrasing.spark import finding
from comparisons.phrasing.spark.reading import Read


def find(
    session: SparkSession, documents: Documents, options: Options, noise: Noise, clock: Clock
) -> tuple[Passages, Documents]:
    """The passages, and the documents as their exports ask for them."""
    if not isinstance(documents, Read):
        return finding.find(session, finding.given(session, documents.documents), options, noise, clock), documents
    found = finding.find(session, documents.frame.drop("fields"), options, noise, clock)
    return found, replace(documents, found=found)
