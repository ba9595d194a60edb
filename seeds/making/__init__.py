"""Makes the texts of the demonstration corpus from the web capture, and the truth files that score the engine.

`python -m seeds.making` writes them; `python -m seeds.making --check` says whether what stands in the folder is what
it would write. Everything is deterministic: no clock, no library's random numbers.
"""
