"""``plotly`` for the page: the graph objects that a Plot takes."""
