"""The API's comparisons: asked for, read, and opened by page; and `align/`, which keeps nothing."""
