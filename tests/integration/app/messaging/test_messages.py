"""Campaigns of messages: who can be chosen at which places, what goes on which channel, and who got it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from .conftest import WORDS, person

pytestmark = pytest.mark.usefixtures("empty", "awake")

CHANNELS = ["email", "whatsapp", "sms"]
ALL = {"select": True, "who": "all", "search": "", "ids": []}
EVERYBODY = {"everywhere": True, "places": [], "selection": [ALL]}
MESSAGES = {"sms": {"text": "Hello {{first_name|there}}: {{offer_code}}"}, "whatsapp": {"text": "Hello"}}


def customer(owner, name, *channels, phone="", place=None):
    """A contact who agreed to offers on these channels, and booked at a place (its row)."""
    contact = {"first_name": name, "email": f"{name.lower()}@example.com", "phone": phone}
    contact_id = owner.ask("create_contact", contact)["contact_id"]
    for channel in channels:
        consent = {"channel": channel, "purpose": "marketing", "state": "granted", "words": WORDS}
        owner.ask("set_consent", contact_id, consent)
    return contact_id


def booked(post, contact_id, location_id):
    """Let a contact have been at a place."""
    from anvil.tables import app_tables, in_transaction

    def work():
        start = datetime.now(UTC) - timedelta(days=3)
        booking = {
            "contact": app_tables.contacts.get(contact_id=contact_id),
            "location": app_tables.locations.get(location_id=location_id),
            "start_datetime": start,
            "end_datetime": start + timedelta(hours=1),
            "status": "completed",
        }
        post.package("server_bookings.booking_service").add_bookings(
            post.package("server_shared.actors").SYSTEM, [booking]
        )
        rows = [booking["contact"]]
        ledgers = post.package("server_customers.ledger_service").ledgers_of(rows)
        rows[0].update(**ledgers[rows[0].get_id()].figures())

    post.run(in_transaction(work))


def campaign(visitor, **data):
    given = {"campaign_name": "Summer", "campaign_type": "messaging", "channels": ["sms"], "audience": EVERYBODY}
    return visitor.ask("create_campaign", {**given, "messages": MESSAGES, **data})["campaign_id"]


@pytest.fixture
def template(instance):
    """The id of a WhatsApp template that was approved."""
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.whatsapp_templates (template_id, name, language, category, status, body, content_sid) "
            "VALUES ('W-1', 'summer', 'en', 'marketing', 'approved', 'It is summer', 'HX1') ON CONFLICT DO NOTHING"
        )
    return "W-1"


def names(answer):
    return [one["name"] for one in answer["customers"]]


def test_customers_of_a_place_come_only_with_consent_and_each_once(owner, post):
    sea = owner.ask("save_location", {"name": "Sea"})["location_id"]
    hill = owner.ask("save_location", {"name": "Hill"})["location_id"]
    ann = customer(owner, "Ann", "email", "sms", phone="082 123 4567")
    ben, cleo = customer(owner, "Ben", "email"), customer(owner, "Cleo")
    for contact_id, place in ((ann, sea), (ann, sea), (ann, hill), (ben, hill), (cleo, sea)):
        booked(post, contact_id, place)
    both = [sea, hill]
    found = owner.ask("get_eligible_customers", both, {"channels": ["email", "sms"]})
    assert names(found) == ["Ann", "Ben"]
    assert found["counts"] == {"selected": 0, "eligible": 2, "booked": 3}
    assert names(owner.ask("get_eligible_customers", [sea], {"channels": ["email"]})) == ["Ann"]
    assert names(owner.ask("get_eligible_customers", both, {"channels": ["sms"]})) == ["Ann"]
    ann_row = found["customers"][0]
    assert (ann_row["phone"], ann_row["agreed"], ann_row["last_booking"] is not None) == (
        "+27•••••4567",
        ["email", "sms"],
        True,
    )
    places = owner.ask("list_campaign_places", ["email"])
    assert [(place["name"], place["count"]) for place in places["places"]] == [("Sea", 1), ("Hill", 2)]
    assert places["everywhere"] == 2


def test_the_selector_filters_searches_and_keeps_a_choice_as_steps(owner):
    customer(owner, "Ann", "email", "sms", phone="082 123 4567")
    ben = customer(owner, "Ben", "email")
    customer(owner, "Cleo", "email", phone="082 123 4568")

    def ask(steps=(), *, cursor=None, page_size=50, **filters):
        wanted = {"channels": ["email", "sms"], "selection": list(steps), **filters}
        return owner.ask("get_eligible_customers", None, wanted, cursor, page_size)

    assert names(ask(filter_by="has_phone")) == ["Ann", "Cleo"]
    assert names(ask(filter_by="consent")) == ["Ann"]
    assert names(ask(search="cle")) == ["Cleo"]
    phones = {**ALL, "who": "has_phone"}
    steps = [phones, {**ALL, "ids": [ben]}, {**ALL, "select": False, "search": "cleo"}]
    found = ask(steps)
    assert [one["is_selected"] for one in found["customers"]] == [True, True, False]
    assert found["counts"] == {"selected": 2, "eligible": 3, "booked": 3}
    first = ask(page_size=2)
    rest = ask(page_size=2, cursor=first["next_cursor"])
    assert (names(first), names(rest), "counts" in rest) == (["Ann", "Ben"], ["Cleo"], False)


def test_too_many_ticks_and_nonsense_are_refused_in_words(owner):
    ids = [f"C-{number}" for number in range(1, 2002)]
    many = {"selection": [{**ALL, "ids": ids}]}
    assert "2,000" in owner.refusal("get_eligible_customers", None, many)["error"]
    nonsense = ({"selection": [{**ALL, "ids": ["x"]}]}, {"channels": ["pigeon"]}, {"channels": 3}, {"purpose": "fun"})
    for filters in nonsense:
        assert owner.refusal("get_eligible_customers", None, filters)["code"] == "invalid"
    assert owner.refusal("get_eligible_customers", ["Sea"])["code"] == "invalid"


def test_c30_whatsapp_needs_its_own_consent(owner, template):
    customer(owner, "Ann", "email", phone="082 123 4567")
    customer(owner, "Ben", "whatsapp", phone="082 123 4568")
    found = owner.ask("review_messages", EVERYBODY, ["email", "whatsapp"], {"whatsapp": {"template_id": template}})
    whatsapp = found["channels"]["whatsapp"]
    assert {each["reason"]: [one["name"] for one in each["people"]] for each in whatsapp["left_out"]} == {
        "no_consent": ["Ann"]
    }
    assert (whatsapp["goes"], found["channels"]["email"]["goes"], found["people"]) == (1, 1, 2)


def test_c31_the_cost_of_an_sms_is_its_parts_at_the_price_of_each(owner):
    for number, name in enumerate(("Ann", "Ben")):
        customer(owner, name, "sms", phone=f"082 123 456{number}")
    long, emoji = {"sms": {"text": "a" * 161}}, {"sms": {"text": "🌊" * 36}}
    assert owner.ask("review_messages", EVERYBODY, ["sms"], long)["channels"]["sms"]["cost"] is None
    owner.ask("save_messaging_settings", {"prices": {"sms": "0.30"}})
    assert owner.ask("review_messages", EVERYBODY, ["sms"], long)["channels"]["sms"]["cost"] == 1.2
    assert owner.ask("review_messages", EVERYBODY, ["sms"], emoji)["channels"]["sms"]["cost"] == 1.2
    seen = owner.ask("preview_message", "sms", {"text": "{{first_name|there}} 🌊"})
    assert (seen["text"], seen["segments"]["encoding"], seen["segments"]["segments"]) == ("Thandi 🌊", "UCS-2", 1)
    unfinished = {"sms": {"text": "Hi {{first_nam}} " + "a" * 161}}
    assert owner.ask("review_messages", EVERYBODY, ["sms"], unfinished)["channels"]["sms"]["cost"] == 1.2
    assert "first_nam" in owner.refusal("preview_message", "sms", unfinished["sms"])["error"]


def test_words_of_ones_own_on_whatsapp_are_only_for_those_who_wrote(owner, instance):
    customer(owner, "Ann", "whatsapp", phone="082 123 4567")
    ben = customer(owner, "Ben", "whatsapp", phone="082 123 4568")
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.inbound_messages (contact, channel, opens_until) "
            "SELECT _id, 'whatsapp', now() + interval '1 hour' FROM data.contacts WHERE contact_id = %s",
            [ben],
        )
    found = owner.ask("review_messages", EVERYBODY, ["whatsapp"], {"whatsapp": {"text": "Hello"}})
    whatsapp = found["channels"]["whatsapp"]
    assert (whatsapp["goes"], [each["reason"] for each in whatsapp["left_out"]]) == (1, ["window"])


def test_a_campaign_of_messages_is_one_row_a_person_and_channel(owner, inbox):
    customer(owner, "Ann", "email", "sms", phone="082 123 4567")
    customer(owner, "Ben", "email")
    words = {"subject": "Hello", "blocks": [{"kind": "text", "text": "Hello {{first_name|there}}"}]}
    sms = {"sms": {"text": "Hello {{first_name|there}}"}}
    made = campaign(owner, channels=["email", "sms"], messages=sms, **words)
    assert owner.ask("get_campaign", made)["campaign"]["wrong"] == []
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    owner.run("send_messages", "marketing_email")
    stats = owner.ask("get_messaging_stats", made)["stats"]
    assert (stats["total"], stats["sent"], stats["pending"], stats["left_out"]) == (4, 2, 1, 1)
    assert (stats["delivery_rate"], stats["channels"]["sms"]["delivery_rate"]) == (100.0, None)
    assert {channel: told["sent"] for channel, told in stats["channels"].items()} == {"email": 2, "sms": 0}
    rows = owner.ask("list_campaign_recipients", made, {"search": "ann"})["recipients"]
    assert {(row["channel"], row["state"]) for row in rows} == {("email", "Sent"), ("sms", "Pending")}


def test_what_is_missing_is_said_before_anything_goes(owner):
    customer(owner, "Ann", "sms", phone="082 123 4567")
    made = campaign(owner, channels=["whatsapp", "sms"], messages={"sms": {"text": "{{offer_code}} {{color}}"}})
    wrong = " ".join(owner.ask("get_campaign", made)["campaign"]["wrong"])
    assert "WhatsApp message has no words" in wrong
    assert "“{{color}}”" in wrong
    assert "no offer" in wrong
    assert owner.refusal("launch_campaign", made)["code"] == "invalid"
    nobody = campaign(owner, audience={**EVERYBODY, "selection": []}, messages={"sms": {"text": "Hi"}})
    assert "Nobody is chosen" in owner.refusal("launch_campaign", nobody)["error"]
    ann_only = owner.ask("get_eligible_customers", None, {"channels": ["sms"]})["customers"][0]["contact_id"]
    audience = {**EVERYBODY, "selection": [{**ALL, "ids": [ann_only]}]}
    owner.ask("update_campaign", nobody, {"audience": audience})
    assert owner.ask("launch_campaign", nobody)["campaign"]["status"] == "sending"
    owner.run("plan_campaign", nobody)


@pytest.fixture
def half_sent(owner, inbox):
    """A campaign by e-mail of which one message failed, one waits, and one went."""
    for name in ("Ann", "Ben", "Cleo"):
        person(owner, name)
    made = campaign(owner, channels=["email"], messages={}, subject="Hello", blocks=[{"kind": "text", "text": "Hello"}])
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    keys = {row["name"]: row["send_key"] for row in owner.ask("list_campaign_recipients", made)["recipients"]}
    with owner.instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.sends SET status = 'failed', error = 'No such box' WHERE send_key = %s", [keys["Ann"]]
        )
        connection.execute("UPDATE data.sends SET status = 'sent', sent_at = now() WHERE send_key = %s", [keys["Cleo"]])
    return made, keys


def test_recipients_are_filtered_removed_brought_back_and_tried_again(owner, half_sent, inbox):
    made, keys = half_sent
    failed = owner.ask("list_campaign_recipients", made, {"group": "failed"})
    assert [(row["name"], row["text"]) for row in failed["recipients"]] == [("Ann", "No such box")]
    assert owner.ask("remove_recipients", made, list(keys.values()))["count"] == 1
    [removed] = owner.ask("list_campaign_recipients", made, {"group": "left_out"})["recipients"]
    assert (removed["name"], removed["state"]) == ("Ben", "Removed")
    owner.run("check_scheduled_campaigns")
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "sent"
    assert owner.ask("restore_recipients", made, [keys["Ben"]])["count"] == 1
    assert owner.ask("retry_failed_messages", made)["count"] == 1
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "sending"
    owner.run("send_messages", "marketing_email")
    assert inbox.receivers == ["ann@example.com", "ben@example.com"]
    assert owner.ask("retry_failed_messages", made)["count"] == 0


def test_recipients_are_paged_by_key(owner, half_sent):
    made, _ = half_sent
    first = owner.ask("list_campaign_recipients", made, {}, None, 2)
    rest = owner.ask("list_campaign_recipients", made, {}, first["next_cursor"], 2)
    back = owner.ask("list_campaign_recipients", made, {}, rest["previous_cursor"], 2)
    assert (first["total"], rest["total"], rest["next_cursor"]) == (3, 3, None)
    assert len({row["name"] for page in (first, rest) for row in page["recipients"]}) == 3
    assert back["recipients"] == first["recipients"]


def test_recipients_go_into_a_file_that_no_spreadsheet_runs(owner, half_sent):
    made, _ = half_sent
    owner.ask(
        "update_contact",
        owner.ask("get_all_contacts", {"search": "ann"})["contacts"][0]["contact_id"],
        {"first_name": "=1+1"},
    )
    text = owner.ask("export_campaign_recipients", made, {"group": "failed"})["file"].get_bytes().decode("utf-8-sig")
    head, line = text.strip().splitlines()
    assert head.startswith("Name,Contact,Channel,Address,State,Reason,Sent")
    assert line.startswith("'=1+1,C-") and "email,ann@example.com,Failed,No such box" in line


def test_those_without_the_right_change_nothing(half_sent, sign_in):
    made, keys = half_sent
    staff = sign_in("staff")
    assert staff.ask("list_campaign_recipients", made)["total"] == 3
    for name, *args in (
        ("remove_recipients", list(keys.values())),
        ("retry_failed_messages",),
        ("export_campaign_recipients",),
    ):
        assert staff.refusal(name, made, *args)["code"] == "forbidden"


def test_recipients_of_a_draft_are_chosen_and_left_out_again(owner, post):
    ann, ben = customer(owner, "Ann", "sms", phone="082 123 4567"), customer(owner, "Ben", "sms", phone="082 123 4568")
    made = campaign(owner, audience={**EVERYBODY, "selection": []})
    service, actor = post.package("server_marketing.messaging_service"), post.package("server_shared.actors").SYSTEM
    assert post.run(lambda: service.add_recipients(actor, made, [ann, ben]))["selected"] == 2
    assert post.run(lambda: service.remove_recipients(actor, made, [ben]))["selected"] == 1


def test_a_template_is_previewed_with_its_variables_and_checked(owner, template, instance):
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.whatsapp_templates SET body = 'Hello {{1}}' WHERE template_id = 'W-1'")
    message = {"template_id": template, "variables": {"1": "{{first_name|you}}"}}
    assert owner.ask("preview_message", "whatsapp", message)["text"] == "Hello Thandi"
    ann = customer(owner, "Ann", "whatsapp", phone="082 123 4567")
    assert owner.ask("preview_message", "whatsapp", message, ann)["text"] == "Hello Ann"
    made = campaign(owner, channels=["whatsapp"], messages={"whatsapp": message})
    assert owner.ask("get_campaign", made)["campaign"]["wrong"] == []
    copy = owner.ask("get_campaign", owner.ask("duplicate_campaign", made)["campaign_id"])["campaign"]
    assert (copy["channels"], copy["messages"]["whatsapp"]) == (["whatsapp"], {"text": "", **message})
    owner.ask("update_campaign", made, {"messages": {"whatsapp": {"template_id": "W-99"}}})
    assert "approved" in owner.ask("get_campaign", made)["campaign"]["wrong"][0]
    assert owner.refusal("update_campaign", made, {"messages": {"whatsapp": {"template_id": "W-1", "variables": 1}}})


def test_a_test_goes_to_ones_own_telephone_only(owner):
    made = campaign(owner, channels=["sms"], messages={"sms": {"text": "Your code: {{offer_code}}"}})
    assert "add a contact" in owner.refusal("send_test_message", made, "sms")["error"]
    owner.ask("create_contact", {"first_name": "Me", "email": "owner@demo.test", "phone": "082 123 4599"})
    assert owner.ask("send_test_message", made, "sms")["address"] == "+27•••••4599"
    assert "no words" in owner.refusal("send_test_message", made, "whatsapp")["error"]


def test_of_a_paused_campaign_who_comes_back_is_held_and_a_mail_has_no_choice(owner, half_sent, post):
    made, keys = half_sent
    owner.ask("remove_recipients", made, [keys["Ben"]])
    owner.ask("pause_campaign", made)
    assert owner.ask("retry_failed_messages", made)["count"] == 1
    assert owner.ask("restore_recipients", made, [keys["Ben"]])["count"] == 1
    rows = owner.ask("list_campaign_recipients", made, {"group": "pending", "channel": "email"})["recipients"]
    assert {(row["name"], row["state"]) for row in rows} == {("Ann", "Held"), ("Ben", "Held")}
    owner.ask("cancel_campaign", made)
    assert "does not go on" in owner.refusal("restore_recipients", made, [keys["Ben"]])["error"]
    assert owner.refusal("remove_recipients", made, [])["code"] == "invalid"
    mail = owner.ask("create_campaign", {"campaign_name": "Mail"})["campaign_id"]
    service, actor = post.package("server_marketing.messaging_service"), post.package("server_shared.actors").SYSTEM
    with pytest.raises(Exception, match="segments"):
        post.run(lambda: service.add_recipients(actor, mail, ["C-1"]))


def test_what_a_campaign_can_be_made_of_is_told_at_once(owner, template):
    assert [each["template_id"] for each in owner.ask("get_messaging_choices")["templates"]] == [template]
    counts = owner.ask("count_campaign_customers", EVERYBODY, ["email"])["counts"]
    assert counts == {"selected": 0, "eligible": 0, "booked": 0}
