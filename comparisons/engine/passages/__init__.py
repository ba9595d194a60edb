"""Shared phrasing: every passage that two documents share.

    find(documents, options) -> Passages

The steps, a module each: `collection` lays the documents end to end as words (by their `skeletons`), `frequencies`
says what each word tells, `seeds` and `joining` find places that share rare words, `candidates` clusters them,
`surveying` looks closer, `aligning` aligns what is worth it with the pairwise kernel, `stretches` cuts where sharing
ends, `merging` joins pieces, `partners` keeps the best place and the others under it, `copies` closes families,
`families` and `boilerplate` group what is found.
"""

from comparisons.engine.passages.collection import Document
from comparisons.engine.passages.finding import SameName, TooLarge, find
from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.result import Passages

__all__ = ["Document", "Frequencies", "Options", "Passages", "SameName", "TooLarge", "find"]
