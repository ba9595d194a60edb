"""The steps of storing a comparison."""

from jobs.faults import declare

STORED = declare("job-comparison-parts", "the parts of a comparison are written, and not committed")
