"""Figures of shared phrasing: plain data in, SVG and a table out. Places and sizes are attributes, paint is the style
sheet's, marks are links. What is too much to be seen is put together, and the figure says so."""
