"""The contact list of the demo business, and of ten thousand."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from app_server.instance import Instance
from server_code.server_customers.paging import ORDERS, Cursor

from .conftest import Visitor


def walk(visitor: Visitor, direction: str, cursor: str | None = None, **query: Any) -> list[list[str]]:
    """The contact ids of every page in one direction."""
    pages = []
    while True:
        answer = visitor.ask("get_all_contacts", cursor=cursor, **query)
        pages.append([card["contact_id"] for card in answer["contacts"]])
        cursor = answer[f"{direction}_cursor"]
        if cursor is None:
            return pages


@pytest.mark.usefixtures("people_to_read")
@pytest.mark.parametrize("sort", ["last_contact_date", "name", "date_added", "total_spent"])
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_hold_every_contact_once_in_order_both_ways(owner: Visitor, sort: str, ascending: bool) -> None:
    query = {"sort": sort, "ascending": ascending, "page_size": 7}
    pages = walk(owner, "next", **query)
    flat = [contact_id for page in pages for contact_id in page]
    assert len(flat) == len(set(flat)) == 60
    assert [len(page) for page in pages] == [7] * 8 + [4]
    whole = owner.ask("get_all_contacts", sort=sort, ascending=ascending, page_size=200)["contacts"]
    assert [card["contact_id"] for card in whole] == flat
    if sort == "total_spent":
        spent = [card["total_spent"] for card in whole]
        assert spent == sorted(spent, reverse=not ascending)
    cursor = None
    for _ in range(8):
        cursor = owner.ask("get_all_contacts", cursor=cursor, **query)["next_cursor"]
    last = owner.ask("get_all_contacts", cursor=cursor, **query)
    assert last["next_cursor"] is None
    back = walk(owner, "previous", last["previous_cursor"], **query)
    assert back == pages[-2::-1]


@pytest.mark.usefixtures("people_to_read")
@pytest.mark.parametrize(("page_size", "total_pages"), [(7, 9), (30, 2), (59, 2), (60, 1), (200, 1)])
def test_q2_pages_by_number_are_counted_with_the_last_one(owner: Visitor, page_size: int, total_pages: int) -> None:
    first = owner.ask("get_customers_page", page_size=page_size)
    assert (first["page"], first["total"], first["total_pages"]) == (1, 60, total_pages)
    rest = [owner.ask("get_customers_page", page, page_size)["customers"] for page in range(2, total_pages + 1)]
    seen = [card["contact_id"] for page in (first["customers"], *rest) for card in page]
    by_name = owner.ask("get_all_contacts", sort="name", ascending=True, page_size=200)["contacts"]
    assert seen == [card["contact_id"] for card in by_name]
    assert owner.ask("get_customers_page", total_pages + 1, page_size)["customers"] == []
    for wrong in ((0, page_size), (1, 0), (1, 201)):
        assert owner.refusal("get_customers_page", *wrong)["code"] == "invalid"


CARD = {
    *("contact_id", "first_name", "last_name", "full_name", "email", "phone", "status", "total_spent"),
    *("total_transactions", "last_contact_date", "customer_since", "source", "tags", "lifecycle_stage"),
}


@pytest.mark.usefixtures("people_to_read")
def test_a_card_in_the_list_has_the_promised_keys_and_the_last_met_come_first(owner: Visitor) -> None:
    cards = owner.ask("get_all_contacts")["contacts"]
    assert all(set(card) >= CARD for card in cards)
    met = [card["last_contact_date"] for card in cards]
    assert met == sorted(met, reverse=True)


@pytest.mark.usefixtures("people_to_read")
def test_every_page_knows_the_total_and_the_way_back(owner: Visitor) -> None:
    first = owner.ask("get_all_contacts", page_size=25)
    second = owner.ask("get_all_contacts", page_size=25, cursor=first["next_cursor"])
    third = owner.ask("get_all_contacts", page_size=25, cursor=second["next_cursor"])
    again = owner.ask("get_all_contacts", page_size=25, cursor=third["previous_cursor"])
    assert {page["total"] for page in (first, second, third, again)} == {60}
    assert first["previous_cursor"] is None
    assert third["next_cursor"] is None
    assert again["contacts"] == second["contacts"]


@pytest.mark.usefixtures("people_to_read")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("elsabe", ["Elsabé Marais"]),
        ("SCHRODER", ["Emma Schröder"]),
        ("weber tho", ["Thomas Weber"]),
        ("082 555 0102", ["Johan van der Merwe"]),
        ("+27825550102", ["Johan van der Merwe"]),
        ("cape orient", ["Wei Zhang"]),
        ("wei.zhang@", ["Wei Zhang"]),
        ("o'connor", ["James O'Connor"]),
        ("%", []),
        ("_", []),
        ("nobody at all", []),
    ],
)
def test_a_search_finds_by_words_of_name_address_company_and_telephone(
    owner: Visitor, typed: str, names: list[str]
) -> None:
    answer = owner.ask("get_all_contacts", {"search": typed})
    assert [card["full_name"] for card in answer["contacts"]] == names
    assert answer["total"] == len(names)


@pytest.mark.usefixtures("people_to_read")
def test_filters_narrow_together(owner: Visitor) -> None:
    vips = owner.ask("get_all_contacts", {"tags": ["VIP"]}, page_size=200)["contacts"]
    assert vips
    assert all("VIP" in card["tags"] for card in vips)
    both = owner.ask("get_all_contacts", {"tags": ["VIP", "Conference"], "status": "Customer"})["contacts"]
    assert [card["full_name"] for card in both] == ["Nomvula Dlamini"]
    leads = owner.ask("get_all_contacts", {"status": "lead", "lifecycle_stage": "New", "source": "Website"})
    assert all((card["status"], card["source"]) == ("lead", "Website") for card in leads["contacts"])
    assert leads["total"] == len(leads["contacts"]) > 0


@pytest.mark.parametrize(
    "query",
    [
        {"filters": {"password_hash": "x"}},
        {"filters": {"status": "gone"}},
        {"filters": {"tags": [5]}},
        {"filters": {"search": 5}},
        {"filters": {"search": "x" * 1000}},
        {"sort": "email; DROP TABLE"},
        {"page_size": 0},
        {"page_size": 100_000},
        {"cursor": "xxx"},
    ],
)
def test_a_list_nobody_can_make_is_refused(owner: Visitor, query: dict[str, Any]) -> None:
    assert owner.refusal("get_all_contacts", **query)["code"] == "invalid"


@pytest.mark.usefixtures("people_to_read")
def test_filter_options_are_those_in_use(owner: Visitor) -> None:
    options = owner.ask("get_contact_filter_options")
    assert {"value": "at_risk", "label": "At risk"} in options["lifecycle_stages"]
    assert [status["value"] for status in options["statuses"]] == ["lead", "customer", "inactive"]
    assert options["tags"] == ["Breakfast", "Conference", "Newsletter", "VIP", "Wholesale"]
    assert "Trade fair" in options["sources"]


@pytest.mark.usefixtures("empty")
def test_a_tag_is_offered_once_used_and_forgotten_at_night_when_unused(owner: Visitor) -> None:
    contact_id = owner.ask("create_contact", {"first_name": "Ann", "tags": ["Rare"]})["contact_id"]
    assert owner.ask("get_contact_filter_options")["tags"] == ["Rare"]
    owner.ask("update_contact", contact_id, {"tags": []})
    owner.run("update_lifecycle_stages")
    assert owner.ask("get_contact_filter_options")["tags"] == []


MANY = """
INSERT INTO data.contacts (contact_id, contact_number, first_name, last_name, email, status, source, tags,
  company_link, date_added, last_contact_date, total_spent_minor, total_transactions, lifecycle_stage, version,
  search_text, sort_name,
  custom_number_1, custom_text_1)
SELECT 'C-' || n, n, 'First' || n, 'Last' || n, 'p' || n || '@example.com', 'lead', 'Web',
  jsonb_build_array('Tag' || n % 7, 'Tag' || n % 11), (SELECT min(_id) FROM data.companies WHERE n % 20 = 0),
  now() - n * interval '1 hour', now() - n * interval '1 hour', n, 0, 'new', 1,
  'first' || n || ' last' || n || ' p' || n || '@example.com', 'last' || n,
  nullif(n % 1000, 0), nullif('Word' || n % 500, 'Word0')
FROM generate_series(1, 10000) n
"""


def page_200(instance: Instance, sort: str, column: str) -> str:
    """The cursor at which page 200 of the list begins, largest first."""
    with instance.database.connection() as connection:
        order = f"{column} DESC NULLS LAST, contact_number DESC OFFSET 9949 LIMIT 1"
        row = connection.execute(f"SELECT {column}, contact_number FROM data.contacts ORDER BY {order}").fetchone()
    key = int(row[0]) if isinstance(row[0], Decimal) else row[0]
    return Cursor(sort, False, key, int(row[1]), True, 9950).encode()


def list_queries(instance: Instance, company: str) -> Iterator[dict[str, Any]]:
    """Every sort at the first page and at page 200, and every filter."""
    own_sorts = {"custom.size": "custom_number_1", "custom.word": "custom_text_1"}
    for sort, column in ({name: order.column for name, order in ORDERS.items()} | own_sorts).items():
        yield {"sort": sort}
        yield {"sort": sort, "cursor": page_200(instance, sort, column)}
    big = {"field": "custom.size", "op": "gt", "value": 500}
    filters = ({"search": "last77"}, {"status": "lead"}, {"lifecycle_stage": "new"}, {"source": "Web"})
    tags = ({"tags": ["Tag1", "Tag2"]}, {"tags": ["Tag1", "Tag2"], "tags_match": "any"})
    for each in (*filters, *tags, {"company": company}, {"conditions": [big]}):
        yield {"filters": each, "own": ["size", "word"]}


# What is sent beside the call, now and then: to see whether a column wants an index, and whether messages are due.
OF_OTHERS = re.compile("_searched|AS first_rows|send_streams|sends|email_campaigns")


@pytest.mark.slow
def test_a_list_of_10000_takes_few_statements_and_little_time(
    instance: Instance, owner: Visitor, statements: list[str], empty: None
) -> None:
    owner.ask("create_custom_field", {"label": "Size", "kind": "number"})
    owner.ask("create_custom_field", {"label": "Word", "kind": "text"})
    company = owner.ask("save_company", {"name": "Acme"})["company_id"]
    with instance.database.connection() as connection:
        connection.execute(MANY)
        connection.execute("ANALYZE data.contacts")
    for query in list_queries(instance, company):
        times, counts = [], []
        for _ in range(3):
            statements.clear()
            started = time.perf_counter()
            answer = owner.ask("get_all_contacts", **query)
            times.append(time.perf_counter() - started)
            assert len(answer["contacts"]) == 50
            counts.append(len([each for each in statements if "data." in each and not OF_OTHERS.search(each)]))
        more = ("own" in query or "custom" in query["sort"]) + 2 * ("company" in query.get("filters", {}))
        assert min(counts) <= 3 + more, counts  # settings are read again now and then, whoever asks
        print(query, [f"{seconds * 1000:.1f} ms" for seconds in sorted(times)])
        assert min(times) < 0.25  # the target is 30 ms on an idle machine; tests run beside others


def test_q2_a_list_without_anybody_has_one_page(owner: Visitor, empty: None) -> None:
    answer = owner.ask("get_customers_page")
    assert (answer["customers"], answer["total"], answer["total_pages"]) == ([], 0, 1)
