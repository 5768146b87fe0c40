"""The parts of a mail as its editor handles them."""

import pytest

BLOCKS = [{"kind": "heading"}, {"kind": "text"}, {"kind": "button"}]


def test_a_part_moves_as_far_as_there_are_places(client):
    moved = client("marketing.mail_view").moved
    assert [each["kind"] for each in moved(BLOCKS, 0, 1)] == ["text", "heading", "button"]
    assert moved(BLOCKS, 0, -1) == BLOCKS
    assert moved(BLOCKS, 2, 5) == BLOCKS


def test_a_file_that_is_too_much_is_told_before_it_is_uploaded(client):
    view, texts = client("marketing.mail_view"), client("marketing.mail_texts")
    held = [{"key": "k", "size": 3 * 2**20}]
    assert view.file_problem("menu.pdf", 2 * 2**20, held, "en") == ""
    assert view.file_problem("menu.pdf", 25 * 2**20, [], "en").startswith("“menu.pdf” has 25 MB: all files of a mail")
    assert "2.1 MB" in view.file_problem("menu.pdf", 2.1 * 2**20, held, "en")
    assert view.file_problem("menu.pdf", 1, held * 5, "en") == texts.TOO_MANY_FILES
    assert view.picture_problem(10 * 2**20, "en") == ""
    assert view.picture_problem(11 * 2**20, "en") == "This picture has 11 MB, and at most 10 MB can be uploaded."


def test_the_same_file_goes_along_once(client):
    view = client("marketing.mail_view")
    files = [{"key": "a", "name": "old.pdf"}, {"key": "b", "name": "b.pdf"}]
    files = view.with_file(files, {"key": "a", "name": "new.pdf"})
    assert [each["name"] for each in files] == ["b.pdf", "new.pdf"]


def test_every_part_that_is_offered_can_be_made_and_edited(client):
    view, texts = client("marketing.mail_view"), client("marketing.mail_texts")
    for kind, _, _ in view.offered(in_columns=False):
        assert set(view.new_block(kind)) >= {name for _, name, _ in texts.FIELDS[kind]}
    assert not {"columns", "header"} & {kind for kind, _, _ in view.offered(in_columns=True)}
    assert view.new_block("columns")["left"] is not view.new_block("columns")["left"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1000, "Version A goes to 100, version B to 100. The better one goes to the other 800 after 4 hours."),
        (4, "These are too few for a test: everybody gets version A."),
    ],
)
def test_the_size_of_a_test_is_told_before(client, count, words):
    test = {"percent": 20, "wait_hours": 4}
    assert client("marketing.mail_view").test_sizes(count, test, "en") == words


def test_what_a_check_of_links_found_is_told(client):
    told = client("marketing.campaign_view").links_told
    assert told({"count": 0, "broken": []}) == "The mail has no links to check."
    assert told({"count": 1, "broken": []}) == "Checked 1 link: all lead somewhere."
    assert (
        told({"count": 2, "broken": [{"url": "https://k.test", "why": "answers 404"}]}) == "https://k.test answers 404."
    )


TEST = {"is_on": True, "wait_hours": 4}
FREE = {"amount": None, "spent": 0, "expected": 0, "is_near": False, "is_over": False}


@pytest.mark.parametrize(
    ("campaign", "told"),
    [
        ({"test": {"is_on": False}, "budget": FREE}, []),
        ({"test": TEST, "budget": FREE, "started_at": None}, []),
        (
            {"test": TEST, "budget": FREE},
            [
                (
                    "Two versions are being tried",
                    "The better one goes to the rest 4 hours after the last of these mails.",
                )
            ],
        ),
        (
            {"test": dict(TEST, winner="B", reason="9 of 10 clicked in B."), "budget": FREE},
            [("Version B went to the rest", "9 of 10 clicked in B.")],
        ),
        (
            {"test": {"is_on": False}, "budget": dict(FREE, amount=100, spent=85, is_near=True)},
            [("R\u00a085.00 of R\u00a0100.00 spent", "The budget is almost spent.")],
        ),
        ({"test": {"is_on": False}, "budget": dict(FREE, spent=2)}, [("Cost so far: R\u00a02.00", "")]),
        (
            {"test": {"is_on": False}, "budget": dict(FREE, spent=2, expected=5.5)},
            [("Cost so far: R\u00a02.00", "About R\u00a05.50 once all that waits has gone.")],
        ),
    ],
)
def test_how_a_test_and_a_budget_stand_is_told(client, campaign, told):
    whole = dict({"started_at": "now"}, **campaign)
    lines = client("marketing.mail_view").facts(whole, "ZAR", "en")
    assert [(line["text"], line["note"]) for line in lines] == told
