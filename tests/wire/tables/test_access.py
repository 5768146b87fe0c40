"""What clients may do with tables, and with the views, rows and searches that a server hands them."""

from __future__ import annotations

import pytest

from .conftest import EMPTY_ALL, Ask

PEOPLE = """
city = app_tables.cities.add_row(name='Durban')
ann = app_tables.people.add_row(name='Ann', age=9, city=city)
app_tables.people.add_row(name='Bob', age=3, boss=ann)
app_tables.readable.add_row(name='r', secret='s', person=ann)
app_tables.writable.add_row(name='w', secret='s')
None
"""


@pytest.fixture
def asked(module: Ask, client: Ask) -> Ask:
    """Asks a client; there are a few rows."""
    module(EMPTY_ALL)
    assert module(PEOPLE) == "None"
    return client


NO_TABLE = "PermissionDenied: Cannot access this table from client code."
NO_WRITE = "PermissionDenied: Cannot write to {}table '{}' from client code."
READ_ONLY = NO_WRITE.format("", "Readable")
ROW_READ_ONLY = NO_WRITE.format("row from ", "Readable")
NO_PEOPLE = NO_WRITE.format("", "People")
NO_PERSON = NO_WRITE.format("row from ", "People")
NO_SECRET = "NoSuchColumnError: No such column 'secret'"

TABLES = {
    "app_tables.people.search()": NO_TABLE,
    "app_tables.people.add_row(name='x')": NO_TABLE,
    "app_tables.people.get_by_id(1)": NO_TABLE,
    "app_tables.people.list_columns()": NO_TABLE,
    "app_tables.people.delete_all_rows()": NO_TABLE,
    "app_tables.people.client_readable()": "AnvilWrappedError: Invalid capability",
    "'people' in list(app_tables)": "True",
    "[column['name'] for column in app_tables.readable.list_columns()]": "['name', 'person']",
    "sorted(dict(app_tables.readable.search()[0]))": "['name', 'person']",
    "app_tables.readable.search()[0]['secret']": NO_SECRET,
    "app_tables.readable.search(secret='s')": NO_SECRET,
    "app_tables.readable.search(order_by('secret'))": 'TableError: Cannot sort by nonexistent column "secret"',
    "app_tables.readable.search(q.fetch_only('secret'))": "TableError: No such column 'secret' exists in table "
    "'Readable'",
    "app_tables.readable.add_row(name='x')": READ_ONLY,
    "app_tables.readable.delete_all_rows()": READ_ONLY,
    "app_tables.readable.search().delete_all_rows()": READ_ONLY,
    "app_tables.readable.search()[0].update(name='x')": ROW_READ_ONLY,
    "app_tables.readable.search()[0].delete()": ROW_READ_ONLY,
    "app_tables.readable.search()[0]['person']['name']": "'Ann'",
    "app_tables.readable.search()[0]['person'].update(name='x')": NO_PERSON,
    "app_tables.readable.client_writable()": "TableError: You do not have permission to create a read-write view of "
    "this table here",
    "app_tables.writable.add_row(name='x', secret='y')": NO_SECRET,
    "app_tables.writable.search()[0].update(secret='y')": NO_SECRET,
    "dict(app_tables.writable.add_row(name='x'))": "{'name': 'x'}",
    "app_tables.writable.client_writable_cascade()": "TableError: Cannot create cascading writable view on the client.",
    "app_tables.writable.client_readable(secret='s')": NO_SECRET,
    "app_tables.writable.client_readable(q.only_cols('secret'))": "TableError: Column secret does not exist in this "
    "table",
    "app_tables.writable.to_csv().get_bytes().decode().partition(',')[2]": '\'"name"\\n"[5,%d]","w"\'',
    "tables.Transaction().__enter__()": "TableError: You can only perform table transactions from server modules. "
    "You can't use them here.",
}


@pytest.mark.parametrize("question", TABLES)
def test_tables_by_their_client_access(asked: Ask, question: str) -> None:
    answer = TABLES[question]
    if "%d" in answer:
        row = asked("app_tables.writable.search()[0].get_id()").partition(",")[2].strip("]'")
        answer = answer % int(row)
    assert asked(question) == answer


HANDED = {
    "a readable view is read, with what its rows link to": (
        "readable view",
        "[names(it.search()), it.get(name='Bob')['boss']['city']['name']]",
        "[['Ann', 'Bob'], 'Durban']",
    ),
    "a readable view takes no rows": ("readable view", "it.add_row(name='x')", NO_PEOPLE),
    "a readable view is not emptied": ("readable view", "it.delete_all_rows()", NO_PEOPLE),
    "a row of a readable view is not changed": ("readable view", "it.get(name='Ann').update(age=1)", NO_PERSON),
    "a readable view does not become writable": (
        "readable view",
        "it.client_writable()",
        "TableError: You do not have permission to create a read-write view of this table here",
    ),
    "a view has its columns and no others": (
        "some columns",
        "ann = it.get(name='Ann')\n[dict(ann), error_of(lambda: it.search(vip=True)), error_of(lambda: ann['vip'])]",
        (
            "[{'age': 9, 'name': 'Ann'}, \"NoSuchColumnError: No such column 'vip'\", "
            "\"NoSuchColumnError: No such column 'vip'\"]"
        ),
    ),
    "a view has its rows and no others": (
        "some rows",
        "[names(it.search()), it.get(name='Bob'), len(it.search())]",
        "[['Ann'], None, 1]",
    ),
    "a writable view takes rows, changes and deletes them": (
        "writable view",
        (
            "row = it.add_row(name='Cid')\nrow['age'] = 4\nage = it.get(name='Cid')['age']\nrow.delete()\n"
            "[age, names(it.search())]"
        ),
        "[4, ['Ann', 'Bob']]",
    ),
    "what a view fixes is given to its rows": (
        "writable rows",
        "it.add_row(name='Vip')\n[names(it.search()), error_of(lambda: it.add_row(vip=True))]",
        "[['Vip'], \"NoSuchColumnError: No such column 'vip' in this view\"]",
    ),
    "rows stay in their view": (
        "writable by query",
        (
            "[error_of(lambda: it.add_row(age=1)), error_of(lambda: it.get(name='Ann').update(age=1)), "
            "it.get(name='Ann')['age']]"
        ),
        ("['TableError: Data does not match view constraints', 'TableError: Data does not match view constraints', 9]"),
    ),
    "a writable view does not write what its rows link to": (
        "writable view",
        "it.get(name='Ann')['city'].update(name='x')",
        NO_WRITE.format("row from ", "Cities"),
    ),
    "a cascading view does": (
        "cascading view",
        "city = it.get(name='Ann')['city']\ncity['name'] = 'eThekwini'\ncity['name']",
        "'eThekwini'",
    ),
    "a row is read, with what it links to, and not changed": (
        "row",
        "[it['name'], it['city']['name'], error_of(lambda: it.update(age=1)), error_of(it.delete)]",
        repr(["Ann", "Durban", NO_PERSON, NO_PERSON]),
    ),
    "a row of a view has the view's columns": (
        "row of a view",
        "[dict(it), error_of(lambda: it['vip'])]",
        "[{'age': 9, 'name': 'Ann'}, \"NoSuchColumnError: No such column 'vip'\"]",
    ),
    "a row of a writable view is changed": ("writable row", "it['age'] = 10\nit['age']", "10"),
    "a search is read and not emptied": (
        "search",
        "[names(it), len(it), error_of(it.delete_all_rows)]",
        repr([["Ann", "Bob"], 2, NO_PEOPLE]),
    ),
    "a search of a view has the view's columns": (
        "search of a view",
        "[dict(row) for row in it]",
        "[{'name': 'Ann'}, {'name': 'Bob'}]",
    ),
    "a row comes without its hidden columns": (
        "hidden",
        "[sorted(dict(it)), error_of(lambda: it['secret'])]",
        "[['name', 'person'], \"NoSuchColumnError: No such column 'secret'\"]",
    ),
    "rows come in dicts and lists, once each": (
        "dict",
        "[it['row']['name'], names(it['rows']), it['row'] in it['rows']]",
        "['Ann', ['Ann', 'Bob'], True]",
    ),
}


@pytest.mark.parametrize("behaviour", HANDED)
def test_handed(asked: Ask, behaviour: str) -> None:
    what, question, answer = HANDED[behaviour]
    assert asked(f"it = anvil.server.call('hand', {what!r})\n{question}") == answer


ON_THE_SERVER = {
    "app_tables.locked.search()": "PermissionDenied: Cannot access this table from server code.",
    "app_tables.locked.client_readable()": "AnvilWrappedError: Invalid capability",
    "app_tables.logbook.add_row(name='x')": "PermissionDenied: Cannot write to table 'Log book' from server code.",
    "app_tables.logbook.delete_all_rows()": "PermissionDenied: Cannot write to table 'Log book' from server code.",
    "len(app_tables.logbook.search())": "0",
    "app_tables.logbook.client_writable()": "TableError: You do not have permission to create a read-write view of "
    "this table here",
    "app_tables.people.client_readable(nope=5)": "NoSuchColumnError: No such column 'nope'",
    "app_tables.people.client_readable(q.only_cols('nope'))": "TableError: Column nope does not exist in this table",
    "app_tables.people.client_writable(q.only_cols('age')).add_row(age=5)": "TableError: You cannot add rows to this "
    "view",
    "app_tables.people.client_writable(name='x').delete_all_rows()": "TableError: Cannot call delete_all_rows() on a "
    "view",
    "app_tables.nope": "AttributeError: 'AppTables' object has no attribute 'nope'",
    "app_tables['nope']": "KeyError: 'nope'",
    "list(app_tables.people)": "TypeError: You can't iterate on a table. Call search() on this table to get an "
    "iterator of rows instead.",
    "sorted(app_tables)": "['cities', 'countries', 'locked', 'logbook', 'notes', 'people', 'readable', 'writable']",
    "tables.get_connection_string()": "NoServerFunctionError: No server function matching "
    '"anvil.private.get_direct_postgres_connection_string" has been registered',
    "[sorted(column) for column in app_tables.cities.list_columns()]": "[['client_hidden', 'id', 'name', 'type'], "
    "['client_hidden', 'id', 'name', 'table_id', 'type']]",
}


@pytest.mark.parametrize("question", ON_THE_SERVER)
def test_tables_by_their_server_access(ask: Ask, question: str) -> None:
    assert ask("app_tables.people\n" + question) == ON_THE_SERVER[question]
