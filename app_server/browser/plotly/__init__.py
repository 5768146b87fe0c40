"""``plotly`` for the page: the graph objects that a Plot takes, under both names of their module."""

import sys

from . import graph_objects

graph_objs = graph_objects
sys.modules[__name__ + ".graph_objs"] = graph_objects
