"""Numbers, money and times as people read them; pure, so it runs and is tested anywhere."""

SYMBOLS = {"ZAR": "R", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KES": "KSh", "NGN": "₦"}
DECIMALS = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3}
COMMA_DECIMAL = ("af", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv", "tr")
SPACE_GROUP = ("af", "fi", "fr", "nb", "pl", "ru", "sv")
SPACE_PERCENT = ("da", "de", "es", "fi", "fr", "nb", "ru", "sv")
NO_BREAK_SPACE = "\u00a0"

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def separators(locale):
    """The group and decimal separators of a locale such as `en_ZA`."""
    language = (locale or "en").replace("-", "_").split("_")[0]
    decimal = "," if language in COMMA_DECIMAL else "."
    if language in SPACE_GROUP:
        return NO_BREAK_SPACE, decimal
    return ("." if decimal == "," else ","), decimal


def number(value, locale="en", decimals=0):
    """A number with grouped thousands: `10,000`, `1.234,50`."""
    group, decimal = separators(locale)
    text = format(value or 0, ",.{}f".format(decimals))
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


def plain_number(value, locale="en"):
    """A number with as many decimals as it has: `1,234.5`."""
    decimals = len(repr(value).partition(".")[2]) if value != int(value) else 0
    return number(value, locale, decimals)


def percent(hundredths, locale="en", decimals=0):
    """A share in hundredths as the locale writes it: `42.1%`, `42,1 %`."""
    gap = NO_BREAK_SPACE if (locale or "en")[:2] in SPACE_PERCENT else ""
    return number(hundredths, locale, decimals) + gap + "%"


def money(amount, currency="ZAR", locale="en"):
    """An amount in major units with its symbol before it: `R 1,250.00`."""
    symbol = SYMBOLS.get(currency, currency)
    gap = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
    sign = "-" if (amount or 0) < 0 else ""
    return sign + symbol + gap + number(abs(amount or 0), locale, DECIMALS.get(currency, 2))


def plural(count, one, many, locale="en"):
    """`1 contact`, `2,304 contacts`."""
    return "{} {}".format(number(count, locale), one if count == 1 else many)


def counted(sentences, count, locale="en"):
    """The one of two sentences that fits a number, with it: `Remove 1 …`, `Remove 1,204 …`."""
    one, many = sentences
    return one if count == 1 else many.format(number(count, locale))


def page_range(first, shown, total, locale="en"):
    """Where a page stands in a list: `51–100 of 10,000`; `first` counts from 0."""
    if not total:
        return ""
    numbers = (number(first + 1, locale), number(first + shown, locale), number(total, locale))
    return "{}–{} of {}".format(*numbers)


def ago(moment, now):
    """How long ago an aware datetime was: `just now`, `5 minutes ago`, `3 days ago`, else ``."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return plural(int(seconds // MINUTE), "minute", "minutes") + " ago"
    if seconds < DAY:
        return plural(int(seconds // HOUR), "hour", "hours") + " ago"
    days = int(seconds // DAY)
    if days == 1:
        return "yesterday"
    if days < 30:
        return "{} days ago".format(days)
    if days < 365:
        return plural(days // 30, "month", "months") + " ago"
    return plural(days // 365, "year", "years") + " ago"


def duration(seconds):
    """A rough time left: `a few seconds`, `about 2 minutes`."""
    if seconds < 10:
        return "a few seconds"
    if seconds < MINUTE:
        return "about {} seconds".format(int(round(seconds / 10.0) * 10))
    return "about " + plural(round(seconds / float(MINUTE)), "minute", "minutes")


def initials(name):
    """At most two letters that stand for a person."""
    words = [word for word in (name or "").split() if word]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()
