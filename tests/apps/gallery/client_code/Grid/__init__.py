"""A page of a grid: 50 rows of 8 columns, 200 in all."""

from ._anvil_designer import GridTemplate

KEYS = ("number", "name", "city", "status", "source", "orders", "spent", "seen")
ROWS = [
    {
        "number": "C-{}".format(number),
        "name": "Person {}".format(number),
        "city": ("Cape Town", "Gqeberha", "Polokwane")[number % 3],
        "status": ("Lead", "Customer")[number % 2],
        "source": "Website",
        "orders": number % 17,
        "spent": "{}.00".format(number * 7),
        "seen": "{} days ago".format(number % 30),
    }
    for number in range(1, 201)
]


class Grid(GridTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("grid")
        columns = [{"id": key, "title": key.title(), "data_key": key} for key in KEYS]
        self.dg_many.columns = columns
        self.rp_many.items = ROWS
