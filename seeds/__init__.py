"""The demonstration corpus: its texts, their truth files, and the scripts that make them."""
