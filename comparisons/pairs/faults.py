"""The steps of storing a comparison."""

from jobs.faults import declare

ASKED = declare("comparison-asked", "the row of a comparison is written without its job, and not committed")
GIVEN = declare("given-text-kept", "a text that a client gave is kept, and no comparison of it is")
CITED = declare("comparison-cited", "a comparison is marked as cited, and nobody told")
WHOLE = declare("job-comparison-whole", "all of a comparison is written, and not committed")
STORED = declare("job-comparison-parts", "the parts of a comparison are written, and not committed")
