"""The steps of a backup and of a restore."""

from jobs.faults import declare

TABLES = declare("export-backup-tables", "a backup's tables are written, and it has no manifest and no name")
SEALED = declare("export-backup-sealed", "a backup is whole, and has not got its name")
NAMED = declare("export-backup-named", "a backup stands under its name, and nobody was told")
CHECKED = declare("restore-checked", "a backup was found sound, and nothing is touched")
KEPT = declare("restore-kept", "what the database holds was backed up, and is still there")
EMPTIED = declare("restore-emptied", "the tables are emptied, and it is not committed")
LOADED = declare("restore-loaded", "the backup is loaded, and not committed")
RESTORED = declare("restore-done", "a restore is committed, and nobody was told")
