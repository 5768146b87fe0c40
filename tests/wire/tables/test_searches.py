"""Searches: conditions, order, pages, and what is refused."""

from __future__ import annotations

import pytest

from .conftest import Ask

NUMBERS = """
ages = {'n': None, 'a': 1, 'b': 2.5, 'c': 3.0}
app_tables.people.add_rows({'name': name, 'age': age} for name, age in ages.items())
"""
TEXTS = """
app_tables.people.add_rows({'name': x} for x in ('B', 'a', 'A', 'é', 'É', '', '_x', '10', '9', 'ab%c', None))
"""
SIMPLE = """
objects = {'s': 'a', 'l': ['a', 'b'], 'd': {'a': 1, 'b': [1, 2], 'c': {'d': None}}, 'n': None, 'f': False, 'e': {}}
app_tables.people.add_rows({'name': name, 'extra': value} for name, value in objects.items())
"""
DAYS = """
days = {'a': date(2020, 1, 1), 'b': date(2020, 1, 2), 'n': None}
app_tables.people.add_rows({'name': name, 'born': day} for name, day in days.items())
"""
MOMENTS = """
moments = {'m': datetime(2020, 1, 1), 'n': datetime(2020, 1, 1, 12), 'x': None}
app_tables.people.add_rows({'name': name, 'seen': moment} for name, moment in moments.items())
"""
FRIENDS = """
a = app_tables.people.add_row(name='a')
b = app_tables.people.add_row(name='b', friends=[a], boss=a)
c = app_tables.people.add_row(name='c', friends=[a, b], boss=b)
"""
WORDS = """
app_tables.people.add_rows([{'name': 'the quick brown foxes'}, {'name': 'Jumped over'}, {'name': None}])
"""

FOUND = {
    "a number equals its float": (NUMBERS, "age=3", "c"),
    "greater than leaves empty ones out": (NUMBERS, "age=q.greater_than(1)", "bc"),
    "less than leaves empty ones out": (NUMBERS, "age=q.less_than(2.6)", "ab"),
    "every number is less than infinity": (NUMBERS, "age=q.less_than(float('inf'))", "abc"),
    "not of a value finds empty ones": (NUMBERS, "age=q.not_(1)", "nbc"),
    "not of a comparison leaves empty ones out": (NUMBERS, "age=q.not_(q.greater_than(1))", "a"),
    "between includes its minimum": (NUMBERS, "age=q.between(1, 3)", "ab"),
    "between may include both": (NUMBERS, "age=q.between(1, 3, max_inclusive=True)", "abc"),
    "between may exclude both": (NUMBERS, "age=q.between(1, 3, min_inclusive=False)", "b"),
    "any of nothing is nothing": (NUMBERS, "age=q.any_of()", ""),
    "all of nothing is everything": (NUMBERS, "age=q.all_of()", "nabc"),
    "none of nothing is everything": (NUMBERS, "age=q.none_of()", "nabc"),
    "None in any_of finds empty ones": (NUMBERS, "age=q.any_of(None, 1)", "na"),
    "None in none_of leaves empty ones out": (NUMBERS, "age=q.none_of(None)", "abc"),
    "none_of several values finds empty ones": (NUMBERS, "age=q.none_of(1, 2.5)", "nc"),
    "several arguments all hold": (NUMBERS, "q.any_of(age=1, name='b'), age=q.greater_than(1)", "b"),
    "expressions nest": (NUMBERS, "q.none_of(q.all_of(age=1, name='a'), name='n')", "bc"),
    "like is case sensitive": (TEXTS, "name=q.like('A%')", "A"),
    "ilike knows the letters of every script": (TEXTS, "name=q.ilike('É')", "éÉ"),
    "a backslash escapes a wildcard": (TEXTS, r"name=q.like('ab\\%c')", ["ab%c"]),
    "an underscore is any one character": (TEXTS, "name=q.like('_')", "BaAéÉ9"),
    "text compares by code point": (TEXTS, "name=q.greater_than('a')", ["é", "É", "ab%c"]),
    "words are found by their stem": (WORDS, "name=q.full_text_match('fox jump')", ""),
    "all words must be there": (WORDS, "name=q.full_text_match('quick fox')", ["the quick brown foxes"]),
    "a raw query has operators": (
        WORDS,
        "name=q.full_text_match('fox | jump', raw=True)",
        ["the quick brown foxes", "Jumped over"],
    ),
    "a list contains a list": (SIMPLE, "extra=['a']", "l"),
    "a text does not match a list that has it": (SIMPLE, "extra='a'", "s"),
    "an object contains an object": (SIMPLE, "extra={'b': [2]}", "d"),
    "an empty object matches every object": (SIMPLE, "extra={}", "de"),
    "False is a simple object": (SIMPLE, "extra=False", "f"),
    "an object with an empty value": (SIMPLE, "extra={'c': {'d': None}}", "d"),
    "no simple object": (SIMPLE, "extra=None", "n"),
    "a date comes before every time of its day": (DAYS, "born=q.less_than(datetime(2020, 1, 1))", "a"),
    "and not after": (DAYS, "born=q.greater_than_or_equal_to(datetime(2020, 1, 1))", "b"),
    "midnight comes after its date": (MOMENTS, "seen=q.greater_than(date(2020, 1, 1))", "mn"),
    "a moment in another zone": (MOMENTS, "seen=datetime(2020, 1, 1, 14, tzinfo=tzoffset(hours=2))", "n"),
    "a row": (FRIENDS, "boss=a", "b"),
    "any of some rows": (FRIENDS, "boss=q.any_of(a, b)", "bc"),
    "not a row finds empty ones": (FRIENDS, "boss=q.not_(a)", "ac"),
    "a list of rows that has all of these": (FRIENDS, "friends=[b, a, a]", "c"),
    "an empty list is in every list": (FRIENDS, "friends=[]", "bc"),
    "no list of rows": (FRIENDS, "friends=None", "a"),
}


@pytest.mark.parametrize("behaviour", FOUND)
def test_found(ask: Ask, behaviour: str) -> None:
    rows, conditions, found = FOUND[behaviour]
    assert ask(f"{rows}s = app_tables.people.search({conditions})\n[names(s), len(s)]") == repr(
        [list(found), len(found)]
    )


ANSWERS = {
    "an empty search is truthy": ("bool(app_tables.people.search())", "True"),
    "a search can be iterated over and over": (
        NUMBERS + "s = app_tables.people.search()\n[len(list(s)), len(list(s))]",
        "[4, 4]",
    ),
    "a search is read page by page": (
        (
            "app_tables.people.add_rows({'age': n} for n in range(250))\n"
            "s = app_tables.people.search(order_by('age'))\n"
            "[len(s), s[249]['age'], [r['age'] for r in s[99:102]], [r['age'] for r in s[0:9:4]], len(list(s))]"
        ),
        "[250, 249, [99, 100, 101], [0, 4, 8], 250]",
    ),
    "a search has what was there when it was made": (
        "s = app_tables.people.search()\napp_tables.people.add_row()\nbefore = len(s)\ns.refresh()\n[before, len(s)]",
        "[0, 1]",
    ),
    "an index beyond the end": ("app_tables.people.search()[0]", "IndexError: search index out of range"),
    "an index is not negative": (
        "app_tables.people.search()[-1]",
        "ValueError: search indices must be non-negative integers",
    ),
    "a search cannot be asked by name": (
        "app_tables.people.search()['x']",
        "TypeError: search indices must be non-negative integers",
    ),
    "equal searches are equal": ("app_tables.people.search(age=1) == app_tables.people.search(age=1)", "True"),
    "empty first ascending, by code point": (
        TEXTS + "names(app_tables.people.search(order_by('name')))",
        "[None, '', '10', '9', 'A', 'B', '_x', 'a', 'ab%c', 'É', 'é']",
    ),
    "empty last descending": (
        NUMBERS + "names(app_tables.people.search(order_by('age', ascending=False)))",
        "['c', 'b', 'a', 'n']",
    ),
    "orders apply one after the other": (
        (
            "app_tables.people.add_rows([{'age': 1, 'name': 'b'}, {'age': 0, 'name': 'c'}, {'age': 1, 'name': 'a'}])\n"
            "names(app_tables.people.search(order_by('age', False), order_by('name')))"
        ),
        "['a', 'b', 'c']",
    ),
    "get finds one row or None": (
        NUMBERS + "[app_tables.people.get(age=1)['name'], app_tables.people.get(age=9)]",
        "['a', None]",
    ),
    "get refuses to choose": (
        NUMBERS + "app_tables.people.get(age=q.not_(1))",
        "TableError: More than one row matched this query",
    ),
    "delete_all_rows of a search deletes what it finds": (
        NUMBERS
        + "app_tables.people.search(age=q.greater_than(1)).delete_all_rows()\nnames(app_tables.people.search())",
        "['n', 'a']",
    ),
    "links are read along through two hops": (
        (
            "c = app_tables.countries.add_row(name='ZA')\nt = app_tables.cities.add_row(name='Durban', country=c)\n"
            "app_tables.people.add_row(city=t)\ntables._raise_on_cache_miss = True\n"
            "name = error_of(lambda: app_tables.people.search()[0]['city']['country']['name'])\n"
            "tables._raise_on_cache_miss = False\nname"
        ),
        "'ZA'",
    ),
    "fetch_only fetches the rest when it is asked for": (
        NUMBERS + "row = app_tables.people.search(q.fetch_only('name'), age=1)[0]\n[row['name'], row['age']]",
        "['a', 1]",
    ),
    "csv quotes texts and begins with the row's id": (
        (
            "app_tables.countries.add_row(name='say \"=1\"')\ncsv = app_tables.countries.to_csv()\n"
            "[csv.content_type, csv.name, csv.get_bytes().decode().split(',')[0], csv.get_bytes().decode()[-12:]]"
        ),
        "['text/csv', 'Countries.csv', '\"ID\"', '\"say \"\"=1\"\"\"']",
    ),
    "csv for a spreadsheet disarms formulas": (
        (
            "app_tables.countries.add_row(name='=1')\n"
            "app_tables.countries.search().to_csv(escape_for_excel=True).get_bytes().decode()[-6:]"
        ),
        "',\"\\'=1\"'",
    ),
    "csv shows each type in its way": (
        (
            "moment = datetime(2020, 1, 1, 12, tzinfo=tzoffset(hours=2))\n"
            "app_tables.people.add_row(age=5.0, vip=True, born=date(2020, 1, 2), extra={'a': '/é'}, seen=moment)\n"
            "app_tables.people.to_csv().get_bytes().decode().split(']')[1].split(',')[1:7]"
        ),
        r"""['""', '5.0', '1', '"2020-01-02"', '"2020-01-01A12:00:00.000000+0200"', '"{""a"":""\\/\\u00e9""}"']""",
    ),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_answers(ask: Ask, behaviour: str) -> None:
    asked, answer = ANSWERS[behaviour]
    assert ask(asked) == answer


REFUSED = {
    "nope=5": "NoSuchColumnError: No such column 'nope'",
    "q.any_of(nope=5)": "NoSuchColumnError: No such column 'nope'",
    "order_by('nope')": 'TableError: Cannot sort by nonexistent column "nope"',
    "q.fetch_only('nope')": "TableError: No such column 'nope' exists in table 'People'",
    "q.page_size(0)": "TableError: Page size must be a positive number.",
    "'x'": 'TableError: Invalid query operator: "x"',
    "None": "TableError: Invalid query operator: nil",
    "name=q.page_size(5)": 'TableError: Invalid query object: "anvil.tables.query.page_size"',
    "age='x'": "TableError: Column 'age' can only be searched with a number (not a string) in table 'People'",
    "age=True": "TableError: Column 'age' can only be searched with a number (not a bool) in table 'People'",
    "name=float('nan')": "TableError: Column 'name' can only be searched with a string in table 'People'",
    "friends=5": "TableError: Column 'friends' can only be searched with a List of rows from 'People' table "
    "(not a number) in table 'People'",
    "photo=5": "TableError: Media columns can only be searched for None",
    "age=q.greater_than('x')": "TableError: Invalid query: Cannot query number column 'age' with a value of type "
    "string",
    "age=q.greater_than(None)": "TableError: Invalid query: Cannot query number column 'age' with a value of type "
    "unresolved",
    "vip=q.greater_than(True)": "TableError: Invalid query: Cannot use inequality operators to query column 'vip' "
    "of type bool",
    "age=q.like('x')": "TableError: Invalid query: Cannot use 'like' operator on column 'age', which is a number.",
    "name=q.ilike(5)": "TableError: Invalid query: Argument to the 'ilike' operator must be a string.",
    "name=q.full_text_match('x', raw=5)": "TableError: Invalid query: 'raw' argument to the 'full_text_match' "
    "operator must be True or False.",
    "name=q.full_text_match('a b', raw=True)": "TableError: Internal database error: ERROR: syntax error in tsquery: "
    '"a b"',
    "name=q.any_of(age=5)": "TableError: Cannot specify keyword arguments when limiting column values with any_of(): "
    "'age' ",
}


@pytest.mark.parametrize("conditions", REFUSED)
def test_refused(ask: Ask, conditions: str) -> None:
    assert ask(f"app_tables.people.search({conditions})") == REFUSED[conditions]


def test_get_takes_neither_order_nor_pages(ask: Ask) -> None:
    for option in ("order_by('name')", "q.page_size(5)"):
        says = "TableError: Cannot specify ordering or pagination options with get()"
        assert ask(f"app_tables.people.get({option})") == says
