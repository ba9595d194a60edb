"""The steps of writing a note."""

from jobs.faults import declare

NOTE = declare("note-written", "a note is written without its places, and not committed")
