"""A DataGrid in pages, and a RepeatingPanel of cards."""

from ._anvil_designer import RowsTemplate

PEOPLE = [
    {"name": "Ada Lovelace", "email": "ada@example.com", "spent": "1,204.00", "state": "Customer"},
    {"name": "Thandiwe Nkosi", "email": "thandi@example.com", "spent": "12.50", "state": "Lead"},
    {"name": "王小明", "email": "wang@example.com", "spent": "880.00", "state": "Customer"},
    {"name": "فاطمة الزهراء", "email": "fatima@example.com", "spent": "0.00", "state": "Lead"},
]
COLUMNS = [
    {"id": "name", "title": "Name", "data_key": "name"},
    {"id": "email", "title": "E-mail", "data_key": "email"},
    {"id": "spent", "title": "Spent", "data_key": "spent", "width": "120"},
    {"id": "more", "title": "", "data_key": "", "width": "72"},
]


class Rows(RowsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("rows")
        self.dg_people.columns = self.dg_empty.columns = COLUMNS
        self.rp_people.items = PEOPLE * 3
        self.rp_cards.items = PEOPLE
        self.rp_empty.items = []
