"""`make run`: the whole site on this machine, with the demonstration corpus. `preparing`, then `serving`."""
