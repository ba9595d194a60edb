"""The steps of storing shared phrasing."""

from jobs.faults import declare

TABLE = declare("job-passages-table", "a new frequency table is written, and not committed")
STORED = declare("job-passages-rows", "passages and families are written, and not committed")
CITED = declare("passage-cited", "the citation of a passage is written, and not committed")
