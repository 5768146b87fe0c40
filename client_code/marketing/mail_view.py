"""The parts of a mail as its editor handles them. Pure."""

import copy

from ..shared import formats
from . import mail_texts as texts

STARTS = {"spacer": {"size": "medium"}, "columns": {"left": [], "right": []}, "image": {"width": 552}}
WIDTH = 552


def new_block(kind):
    """An empty part of a mail."""
    block = dict({"kind": kind}, **{name: "" for _, name, _ in texts.FIELDS[kind]})
    block.update(copy.deepcopy(STARTS.get(kind, {})))
    return block


def offered(in_columns):
    """The parts that can be added: those that stand alone are not offered within columns."""
    return [each for each in texts.BLOCKS if not (in_columns and each[0] in texts.ONCE_ONLY)]


def place_of(blocks, block):
    """Where this very part stands among `blocks`."""
    return next(place for place, each in enumerate(blocks) if each is block)


def moved(blocks, index, step):
    """`blocks` with the one at `index` moved by `step` places, as far as there are any."""
    place = min(max(index + step, 0), len(blocks) - 1)
    rest = blocks[:index] + blocks[index + 1 :]
    return rest[:place] + [blocks[index]] + rest[place:]


def inserted(blocks, index, block):
    """`blocks` with another one at `index`."""
    return blocks[:index] + [block] + blocks[index:]


def shown_width(width):
    """How wide a picture of `width` pixels stands in a mail: at most as wide as the mail."""
    return min(WIDTH, width)


def test_sizes(count, test, locale):
    """How many of `count` people try each version and how many wait, in words."""
    each = count * test["percent"] // 200
    if not each:
        return texts.TEST_TOO_FEW
    number = formats.number
    return texts.TEST_SIZES.format(
        each=number(each, locale),
        each_b=number(each, locale),
        rest=number(count - 2 * each, locale),
        wait=formats.plural(test["wait_hours"], *texts.HOURS),
    )


def file_rows(files, locale):
    """Files as the items of `RemovableRow`s."""
    sized = [(each, max(1, each["size"] // 1024)) for each in files]
    return [dict(each, note=texts.FILE_SIZE.format(formats.number(size, locale))) for each, size in sized]


def file_problem(name, size, files, locale):
    """Why a file of `size` bytes cannot go along with `files`, or "": told before it is uploaded."""
    if len(files) >= texts.MAX_FILES:
        return texts.TOO_MANY_FILES
    if size + sum(each["size"] for each in files) > texts.MAX_FILES_BYTES:
        return texts.FILES_TOO_LARGE.format(name, _megabytes(size, locale))
    return ""


def picture_problem(size, locale):
    """The same of a picture that is to stand in a mail."""
    return texts.PICTURE_TOO_LARGE.format(_megabytes(size, locale)) if size > texts.MAX_PICTURE_BYTES else ""


def _megabytes(size, locale):
    return texts.MEGABYTES.format(formats.plain_number(round(size / 1024 / 1024, 1), locale))


def with_file(files, file):
    """Files of a mail with one more; the same file stands there once."""
    return [each for each in files if each["key"] != file["key"]] + [file]


def facts(campaign, currency, locale):
    """How the test of a campaign's two versions stands and what it has cost: items of `AudienceLine`s."""
    return _test_facts(campaign) + _budget_facts(campaign["budget"], currency, locale)


def _test_facts(campaign):
    test = campaign["test"]
    if not test["is_on"] or not campaign["started_at"]:
        return []
    if "winner" in test:
        return [{"text": texts.WON.format(test["winner"] or "A"), "note": test["reason"]}]
    wait = formats.plural(test["wait_hours"], *texts.HOURS)
    return [{"text": texts.TRYING, "note": texts.TRYING_UNTIL.format(wait)}]


def _budget_facts(budget, currency, locale):
    amount, spent = (formats.money(budget[name] or 0, currency, locale) for name in ("amount", "spent"))
    more = budget["expected"] > budget["spent"]
    note = texts.EXPECTED.format(formats.money(budget["expected"], currency, locale)) if more else ""
    if not budget["amount"]:
        return [{"text": texts.COST.format(spent), "note": note}] if budget["spent"] or note else []
    note = texts.BUDGET_NEAR if budget["is_near"] else note
    if budget["is_over"]:
        note = texts.BUDGET_OVER
    return [{"text": texts.SPENT.format(spent, amount), "note": note}]
