"""The columns of the list of contacts; widths in pixels, the name takes what is left. Pure.

Those with a `data_key` show that text of the item; the others have components in `ContactRow`.
"""

OWN = "custom."
FIRST = [
    {"id": "select", "title": "", "data_key": None, "width": 56},
    {"id": "name", "title": "Name", "data_key": None, "expand": True},
]
LAST = [{"id": "actions", "title": "", "data_key": None, "width": 56}]
CHOICES = [
    {"id": "contact", "title": "E-mail and phone", "data_key": "contact", "width": 232},
    {"id": "company", "title": "Company", "data_key": "company", "width": 160},
    {"id": "status", "title": "Status", "data_key": None, "width": 104},
    {"id": "stage", "title": "Lifecycle", "data_key": None, "width": 96},
    {"id": "tags", "title": "Tags", "data_key": None, "width": 176},
    {"id": "source", "title": "Source", "data_key": "source", "width": 128},
    {"id": "spent", "title": "Spent", "data_key": "spent", "width": 116},
    {"id": "purchases", "title": "Sales", "data_key": "purchases", "width": 72},
    {"id": "added", "title": "Customer since", "data_key": "added", "width": 128},
    {"id": "last", "title": "Last contact", "data_key": None, "width": 124},
]
USUAL = ("contact", "status", "stage", "spent", "last")
OWN_WIDTH = 136
# What a file has for a column: keys of a contact's record.
EXPORTED = {
    "name": ("first_name", "last_name"),
    "contact": ("email", "phone"),
    "stage": ("lifecycle_stage",),
    "spent": ("total_spent",),
    "purchases": ("total_transactions",),
    "added": ("date_added",),
    "last": ("last_contact_date",),
}


def choices(fields):
    """The columns that can be chosen, as pairs of name and title; the business's own `fields` last."""
    return [(each["id"], each["title"]) for each in CHOICES] + [(OWN + each["key"], each["label"]) for each in fields]


def chosen(names, fields):
    """The names of the columns shown: those of `names` that there are, else the usual and the own ones for the list."""
    known = [name for name, _ in choices(fields)]
    kept = [name for name in names if name in known]
    return kept or list(USUAL) + [OWN + field["key"] for field in fields if field["in_list"]]


def shown(names, fields):
    """The columns of the grid, in the order of `choices`; figures stand at the right by the beginning of their id."""
    own = [
        {
            "id": ("figure " if field["kind"] == "number" else "own ") + OWN + field["key"],
            "name": OWN + field["key"],
            "title": field["label"],
            "data_key": OWN + field["key"],
            "width": OWN_WIDTH,
        }
        for field in fields
    ]
    return FIRST + [each for each in CHOICES + own if each.get("name", each["id"]) in names] + LAST


def own_keys(names):
    """The keys of the own fields among the columns."""
    return [name[len(OWN) :] for name in names if name.startswith(OWN)]


def exported(names):
    """The keys of a contact's record that a file of these columns has."""
    return [key for name in ("name",) + tuple(names) for key in EXPORTED.get(name, (name,))]
