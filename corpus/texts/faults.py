"""The steps of storing a text."""

from jobs.faults import declare

DRAFT_BEGUN = declare("upload-draft-begun", "an uploaded file is half kept for the preview")
DRAFT_WRITTEN = declare("upload-draft-written", "an uploaded file is written for the preview, and not yet named")
DRAFT_KEPT = declare("upload-draft-kept", "an uploaded file is kept for the preview, and nothing is stored")
READ = declare("upload-read", "a text was read and cut into segments, and nothing is stored")
EDITION = declare("upload-edition", "the edition's row is written, and not committed")
SOURCE = declare("upload-source", "the source's row is written, and not committed")
REVISION = declare("upload-revision", "the revision's row is written, and not committed")
SEGMENTS = declare("upload-segments", "all rows of a revision are written, and not committed")
STORED = declare("upload-stored", "an edition or revision is committed, and nobody told")
DEPOSITED = declare("upload-deposited", "a long text is handed in with its job, and not committed")
TAKEN = declare("job-text-taken", "a long text is taken from what was handed in, and not committed as a revision")
DISCARDED = declare("upload-discarded", "a text that could not be stored is thrown away, and not committed")
DESCRIBED = declare("describe-saved", "an edition's description is written, and not committed")
WITHDRAWN = declare("withdraw-saved", "an edition's withdrawal is written, and not committed")
SEEDED = declare("seed-work", "a work of the seeds is written with its editions, and not committed")
SEEDED_ALL = declare("seed-all", "all of the seeds is written, and not committed")
