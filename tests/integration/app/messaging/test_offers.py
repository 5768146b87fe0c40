"""Offers: codes that are somebody's own, redeemed once, counted for their campaign with what they brought."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import person

pytestmark = pytest.mark.usefixtures("empty", "awake")

ALL = {"select": True, "who": "all", "search": "", "ids": []}
TENTH = {"name": "Ten percent", "kind": "price_reduction", "percent": 10, "uses_each": 1}
WORDS = {"subject": "Yours", "blocks": [{"kind": "text", "text": "Your code: {{offer_code}}"}]}


def offer(owner, **data):
    return owner.ask("save_offer", {**TENTH, **data})["offer_id"]


def send(owner, offer_id):
    """A campaign with an offer, gone to everybody; its id."""
    audience = {"everywhere": True, "places": [], "selection": [ALL]}
    data = {"campaign_name": "Ten", "campaign_type": "price_reduction", "channels": ["email"], "offer_id": offer_id}
    made = owner.ask("create_campaign", {**data, **WORDS, "audience": audience})["campaign_id"]
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    owner.run("send_messages", "marketing_email")
    return made


def codes(inbox):
    """Address → the code its mail brought."""
    texts = {str(mail["To"]): mail.get_body(("plain",)).get_content() for mail in inbox.mails}
    return {address: text.split("Your code: ")[1].split()[0] for address, text in texts.items()}


def test_everybody_gets_a_code_of_their_own_and_it_counts_with_its_revenue(owner, inbox):
    ann = person(owner, "Ann")
    person(owner, "Ben")
    made = send(owner, offer(owner))
    given = codes(inbox)
    assert len(set(given.values())) == 2
    typed = given["ann@example.com"].lower()
    seen = owner.ask("look_up_offer_code", f"{typed[:4]}-{typed[4:]}")
    assert (seen["contact_name"], seen["offer"]["percent"], seen["refusal"]) == ("Ann", 10, "")
    owner.ask("redeem_offer_code", given["ann@example.com"], "249.90", ann)
    told = owner.ask("get_campaign", made)["campaign"]["offer_figures"]
    assert (told["given"], told["redeemed"], told["revenue"]) == (2, 1, 249.9)
    [event] = [
        each for each in owner.ask("get_contact_timeline", ann)["timeline"] if each["event_type"] == "offer_redeemed"
    ]
    assert event["description"] == "Redeemed “Ten percent”"


def test_w14_of_two_who_redeem_one_code_at_once_one_does(owner, sign_in, inbox):
    ann = person(owner, "Ann")
    made = send(owner, offer(owner))
    [code] = codes(inbox).values()
    cashiers = [sign_in(role) for role in ("owner", "manager", "admin", "staff")]
    with ThreadPoolExecutor(len(cashiers)) as threads:
        answers = list(threads.map(lambda each: each.call("redeem_offer_code", code, "10", ann), cashiers))
    assert sorted(answer["success"] for answer in answers) == [False, False, False, True]
    assert {answer["code"] for answer in answers if not answer["success"]} == {"invalid"}
    told = owner.ask("get_campaign", made)["campaign"]["offer_figures"]
    assert (told["redeemed"], told["revenue"]) == (1, 10)


def test_a_contact_s_usable_codes_are_at_hand(owner, inbox):
    ann = person(owner, "Ann")
    send(owner, offer(owner))
    [known] = owner.ask("list_offer_codes", ann)["codes"]
    assert known == {"code": codes(inbox)["ann@example.com"], "offer_name": "Ten percent"}
    owner.ask("redeem_offer_code", known["code"], None, ann)
    assert owner.ask("list_offer_codes", ann)["codes"] == []


def test_planning_twice_gives_nobody_a_second_code(owner, inbox, instance):
    person(owner, "Ann")
    made = send(owner, offer(owner))
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.email_campaigns SET planned_at = NULL, status = 'sending'")
    owner.run("plan_campaign", made)
    assert owner.ask("get_campaign", made)["campaign"]["offer_figures"]["given"] == 1


def test_a_code_is_refused_with_its_reason(owner, inbox, instance):
    ann, ben = person(owner, "Ann"), person(owner, "Ben")
    made = offer(owner)
    send(owner, made)
    code = codes(inbox)["ann@example.com"]
    assert owner.refusal("redeem_offer_code", "NOSUCH22")["code"] == "not_found"
    assert "somebody else" in owner.refusal("redeem_offer_code", code, None, ben)["error"]
    version = owner.ask("list_offers")["offers"][0]["version"]
    owner.ask("save_offer", {**TENTH, "offer_id": made, "valid_until": "2020-01-31"}, version)
    assert "has ended" in owner.refusal("redeem_offer_code", code)["error"]
    assert owner.refusal("save_offer", {**TENTH, "offer_id": made}, version)["code"] == "conflict"
    owner.ask("save_offer", {**TENTH, "offer_id": made, "valid_from": "2199-01-31"})
    assert "not begun" in owner.refusal("redeem_offer_code", code)["error"]
    owner.ask("save_offer", {**TENTH, "offer_id": made})
    owner.ask("archive_offer", made)
    assert "withdrawn" in owner.refusal("redeem_offer_code", code)["error"]
    owner.ask("restore_offer", made)
    redeemed = owner.ask("redeem_offer_code", code, None, ann)
    assert "used already" in owner.refusal("redeem_offer_code", code, None, ann)["error"]
    owner.ask("undo_redemption", redeemed["redemption_id"])
    assert owner.ask("redeem_offer_code", code, 100)["offer"]["offer_id"] == made
    assert owner.refusal("undo_redemption", "OR-99")["code"] == "not_found"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"percent": 101}, "percent"),
        ({"percent": None, "amount": "0"}, "amount"),
        ({"percent": None, "amount": "12.345"}, "amount"),
        ({"kind": "rewards_increase", "points": 1.5}, "points"),
        ({"kind": "free_service", "service": " "}, "service"),
        ({"kind": "gift"}, "kind"),
        ({"valid_from": "2026-05-02", "valid_until": "2026-05-01"}, "valid_until"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"uses_each": 0}, "uses_each"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_beside_its_field(owner, data, field):
    assert field in owner.refusal("save_offer", {**TENTH, **data})["fields"]


def test_the_three_kinds_of_offers_keep_what_they_are_worth(owner):
    offer(owner, percent=None, amount="50.00")
    offer(owner, kind="rewards_increase", points=200)
    offer(owner, kind="free_service", service="A cup of coffee", uses_each=None)
    worth = [[each[name] for name in ("amount", "points", "service")] for each in owner.ask("list_offers")["offers"]]
    assert worth == [[None, None, "A cup of coffee"], [None, 200, None], [50.0, None, None]]
    assert owner.ask("get_messaging_choices")["offers"][0]["uses_each"] is None
