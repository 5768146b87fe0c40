"""How the settings of WhatsApp and SMS, and templates, are shown and read back."""

from . import phone_texts as texts


PRICED = ("sms_prices", "whatsapp_prices")


def tiers(settings, shown):
    """The choices of a tier; `shown` writes a number as people do."""
    limits = [(texts.TIER.format(shown(tier)), tier) for tier in settings["tiers"]]
    return limits + [(texts.NO_TIER, 0)]


def price_rows(settings, countries):
    """The items of the price rows: `country` as its label, `sms_prices` and `whatsapp_prices`, what one costs there."""
    labels = {value: label for label, value in countries}
    codes = set(settings["sms_prices"]) | set(settings["whatsapp_prices"])
    rows = [
        dict({name: settings[name].get(code, "") for name in PRICED}, country=labels.get(code, code)) for code in codes
    ]
    return sorted(rows, key=lambda row: row["country"])


def prices_of(rows, name, value_of):
    """`{country: price}` of the rows that have a price `name`; `value_of` finds a country by what was typed.

    A row without any price is kept, so that its country is not lost unsaid.
    """
    typed = [(row["country"] or "", [str(row[each] or "").strip() for each in PRICED], row[name]) for row in rows]
    kept = [(country, str(price or "").strip()) for country, prices, price in typed if price or not any(prices)]
    return {value_of(country): price for country, price in kept if country or price}


def template_row(template):
    """The item of a `WhatsAppTemplateRow`."""
    about = "{} · {}".format(texts.CATEGORIES[template["category"]], template["language"])
    return dict(
        template,
        about=" · ".join(part for part in (about, template["reason"]) if part),
        state=texts.STATUSES[template["status"]],
        tone=["state", texts.TONES[template["status"]]],
    )


def usable(count, shown):
    """`1 template can be sent`; `shown` is the count as people write it."""
    if not count:
        return texts.NO_USABLE
    return texts.USABLE[count != 1].format(shown)


def samples_text(template):
    """The examples of a template, one a line."""
    return "\n".join(variable["sample"] for variable in template.get("variables", ()))


def samples_of(text):
    """`{"1": …}` of examples, one a line."""
    lines = [line.strip() for line in (text or "").split("\n")]
    return {str(number): line for number, line in enumerate(lines, 1) if line}


def fetched(counts):
    """What bringing in the templates came to, in words."""
    return (texts.FETCHED_SOME if counts["left_out"] else texts.FETCHED).format(**counts)


def content_of(what, templates, words):
    """The channel and the content of a test: `what` is a channel, or the id of one of `templates`."""
    template = next((each for each in templates if each["template_id"] == what), None)
    if template is None:
        return what, {"text": words}
    variables = {variable["number"]: variable["sample"] for variable in template["variables"]}
    return "whatsapp", {"settings": {"template_id": what, "variables": variables}}
