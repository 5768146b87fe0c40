"""The columns of the list of contacts; widths in pixels, the name takes what is left.

Those with a `data_key` show that text of the item; the others have components in `ContactRow`.
"""

COLUMNS = [
    {"id": "select", "title": "", "data_key": None, "width": 56},
    {"id": "name", "title": "Name", "data_key": None, "expand": True},
    {"id": "contact", "title": "E-mail and phone", "data_key": "contact", "width": 232},
    {"id": "status", "title": "Status", "data_key": None, "width": 104},
    {"id": "stage", "title": "Lifecycle", "data_key": None, "width": 96},
    {"id": "spent", "title": "Spent", "data_key": "spent", "width": 116},
    {"id": "last", "title": "Last contact", "data_key": None, "width": 124},
    {"id": "actions", "title": "", "data_key": None, "width": 56},
]
