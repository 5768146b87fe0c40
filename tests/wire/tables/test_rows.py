"""Rows: what they hold, what they refuse, what becomes of them."""

from __future__ import annotations

import pytest

from .conftest import Ask

ANN = "row = app_tables.people.add_row(name='Ann', age=5)\n"
DELETED = ANN + "row.delete()\n"

ANSWERS = {
    "a column reads as it was written": (ANN + "[row['name'], row['age'], row['vip']]", "['Ann', 5, None]"),
    "a row is a mapping of its columns": (
        ANN + "dict(row)",
        (
            "{'age': 5, 'born': None, 'boss': None, 'city': None, 'extra': None, 'friends': None, 'name': 'Ann', "
            "'photo': None, 'seen': None, 'vip': None}"
        ),
    ),
    "a row iterates over pairs in order of the names": (
        ANN + "[name for name, _ in row]",
        "['age', 'born', 'boss', 'city', 'extra', 'friends', 'name', 'photo', 'seen', 'vip']",
    ),
    "in asks for a column": (ANN + "['name' in row, 'nope' in row]", "[True, False]"),
    "get has a default for a column that is not there": (ANN + "[row.get('nope', 7), row.get('name')]", "[7, 'Ann']"),
    "its repr shows five columns": (
        ANN + "row",
        "<app_tables.people.Row: age=5, born=None, name='Ann', seen=None, vip=None, plus 5 more columns>",
    ),
    "an unknown column cannot be read": (ANN + "row['nope']", "NoSuchColumnError: No such column 'nope'"),
    "an unknown column cannot be written": (ANN + "row.update(nope=1)", "NoSuchColumnError: No such column 'nope'"),
    "a column's name is a text": (ANN + "row[5]", "TypeError: Row columns are always strings, not int"),
    "update takes a dict and keywords": (
        ANN + "row.update({'name': 'Bob'}, age=6)\n[row['name'], fresh(row)['age']]",
        "['Bob', 6]",
    ),
    "update takes one dict": (ANN + "row.update({}, {})", "TypeError: expected at most 1 argument, got 2"),
    "a row has no state of its own": (
        ANN + "error_of(lambda: setattr(row, 'colour', 1))[:59]",
        "'AttributeError: Rows cannot have local state, trying to set'",
    ),
    "what was read is a copy": (
        "row = app_tables.people.add_row(extra={'k': [1]})\nrow['extra']['k'].append(2)\nrow['extra']",
        "{'k': [1]}",
    ),
    "equality is of the row, not of its values": (
        ANN
        + "other = fresh(row)\nother['name'] = 'Bob'\n[row == other, hash(row) == hash(other), row['name'], row == 5]",
        "[True, True, 'Ann', False]",
    ),
    "refresh reads again": (
        ANN + "fresh(row)['name'] = 'Bob'\nrow.refresh()\nrow['name']",
        "'Bob'",
    ),
    "fetch takes a q.fetch_only": (
        ANN + "row.fetch('name')",
        "TypeError: expected a q.fetch_only() object, got 'str'",
    ),
    "a deleted row cannot be read": (DELETED + "row['name']", "RowDeleted: This row has been deleted"),
    "a deleted row cannot be updated": (DELETED + "row.update(name='x')", "RowDeleted: This row has been deleted"),
    "a deleted row has no id": (DELETED + "row.get_id()", "RowDeleted: This row has been deleted"),
    "a deleted row can be deleted again": (DELETED + "row.delete()", "None"),
    "a deleted row is not in its table": (DELETED + "app_tables.people.has_row(row)", "False"),
    "a row deleted elsewhere cannot be updated": (
        ANN + "fresh(row).delete()\nrow['age'] = 6\nrow",
        "RowDeleted: This row has been deleted",
    ),
    "a link to a deleted row raises when it is read": (
        ANN + "other = app_tables.people.add_row(boss=row)\nrow.delete()\nfresh(other)['boss']['name']",
        "RowDeleted: This row has been deleted",
    ),
    "links keep order and doubles": (
        ANN + "bob = app_tables.people.add_row(name='Bob')\n"
        "names(fresh(app_tables.people.add_row(friends=[bob, row, bob]))['friends'])",
        "['Bob', 'Ann', 'Bob']",
    ),
    "an empty list of links is not None": (
        "[fresh(app_tables.people.add_row(friends=x))['friends'] for x in ([], (), None)]",
        "[[], [], None]",
    ),
    "add_rows adds all in order": (
        (
            "rows = app_tables.people.add_rows({'age': n} for n in range(250))\n"
            "[len(rows), [row['age'] for row in rows] == [row['age'] for row in app_tables.people.search()]]"
        ),
        "[250, True]",
    ),
    "add_rows adds all or none": (
        (
            "said = error_of(lambda: app_tables.people.add_rows([{'name': 'a'}, {'age': 'b'}]))\n"
            "[said, len(app_tables.people.search())]"
        ),
        "[\"TableError: Column 'age' is a number - cannot set it to a string\", 0]",
    ),
    "get_by_id takes what get_id gives": (
        ANN + "table = app_tables.people\n[table.get_by_id(row.get_id()) == row, table.get_by_id('nope'), "
        "table.get_by_id(None), table.get_by_id('[0,1]')]",
        "[True, None, None, None]",
    ),
    "get_by_id fetches what it is told": (
        ANN + "app_tables.people.get_by_id(row.get_id(), fetch='name')",
        "TableError: Expected a q.fetch_only() object",
    ),
    "get_table_by_id takes a row's id": (
        ANN + "[tables.get_table_by_id(row.get_id()) == app_tables.people, tables.get_table_by_id('nope')]",
        "[True, None]",
    ),
    "buffered changes are not saved until save": (
        ANN + "with row.buffer_changes():\n    row['name'] = 'Bob'\n    seen = [row['name'], fresh(row)['name']]\n"
        "    row.save()\n[seen, fresh(row)['name']]",
        "[['Bob', 'Ann'], 'Bob']",
    ),
    "reset forgets buffered changes": (
        ANN + "row.buffer_changes(True)\nrow['name'] = 'Bob'\nrow.reset()\nrow['name']",
        "'Ann'",
    ),
    "a draft becomes a row when it is saved": (
        (
            "draft = app_tables.people.Row(name='Ann')\nbefore = [draft.get_id(), draft['age']]\ndraft.save()\n"
            "[before, app_tables.people.get(name='Ann') == draft]"
        ),
        "[[None, None], True]",
    ),
    "saving a draft saves the drafts it links to": (
        (
            "boss = app_tables.people.Row(name='Ann')\napp_tables.people.Row(name='Bob', boss=boss).save()\n"
            "app_tables.people.get(name='Bob')['boss'] == boss"
        ),
        "True",
    ),
    "a model's class is that of its rows": (
        (
            "class City(app_tables.cities.Row):\n    @property\n    def loud(self):\n"
            "        return self['name'].upper()\n"
            "app_tables.cities.add_row(name='Durban').loud"
        ),
        "'DURBAN'",
    ),
    "batch_update reads what it has not written yet": (
        ANN + "with tables.batch_update:\n    row['age'] = 6\n    row['age'] = 7\n    seen = row['age']\n"
        "[seen, fresh(row)['age']]",
        "[7, 7]",
    ),
    "an error inside batch_update writes nothing": (
        ANN + "def change():\n    with tables.batch_update:\n        row['age'] = 6\n        raise ValueError('no')\n"
        "[error_of(change), fresh(row)['age']]",
        "['ValueError: no', 5]",
    ),
    "batch_delete deletes at its end or before the next question": (
        ANN + "with tables.batch_delete:\n    row.delete()\n    there = len(app_tables.people.search())\n"
        "[there, len(app_tables.people.search())]",
        "[0, 0]",
    ),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_rows(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer
