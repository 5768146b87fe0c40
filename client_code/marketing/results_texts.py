"""What is said of the results of campaigns."""

# Of each figure: its name, what it is called, and the rate beside it.
FIGURES = (
    ("sent", "Sent", ""),
    ("delivered", "Delivered", "delivery"),
    ("opened", "Opened", "open"),
    ("clicked", "Clicked", "click"),
    ("responses", "Answered", ""),
    ("conversions", "Bought", "conversion"),
    ("unsubscribed", "Unsubscribed", "unsubscribe"),
    ("bounced", "Bounced", "bounce"),
    ("complained", "Reported as spam", "complaint"),
    ("failed", "Failed", ""),
    ("skipped", "Left out", ""),
    ("waiting", "Waiting", ""),
    ("unknown", "Not certain", ""),
    ("cancelled", "Cancelled", ""),
)
ALWAYS = ("sent", "skipped", "waiting")
ALWAYS_AFTER = ("sent", "delivered", "opened", "clicked", "skipped")
# Figures that lead to the people behind them: the field that contacts are filtered by.
PEOPLE = {"sent": "campaigns", "opened": "campaigns_opened", "clicked": "campaigns_clicked"}
OF_SENT = "{} of those sent"
OF_DELIVERED = "{} of those delivered"
RATES_OF_SENT = ("delivery", "bounce")

SERIES_NAME = "What the chart shows"
SERIES = (("opened", "Opened"), ("clicked", "Clicked"), ("sent", "Sent"))
# Of each: for one, for many, for none.
SERIES_WORDS = {
    "opened": ("person opened it", "people opened it", "Nobody opened it yet"),
    "clicked": ("person clicked", "people clicked", "Nobody clicked yet"),
    "sent": ("message went", "messages went", "Nothing went yet"),
}
BY_HOUR, BY_DAY = "{}, by the hour", "{}, by day"
BROUGHT = (("revenue", "Sales"), ("cost", "Cost"), ("roi", "Return on the cost"))
NO_COST = "Nothing is known of what messages cost."
SOLD_ONE, SOLD_MANY = "sale", "sales"

VARIANTS = {"": "A", "B": "B"}
CHANNELS = {"email": "E-mail", "whatsapp": "WhatsApp", "sms": "SMS"}
LINK_PEOPLE = ("person", "people")
LINK_MACHINES = "{} by machines"
VERSION = "Version {}"
VERSIONS_NAME = "Versions of the mail"

HONEST = "People count once, however often they open or click."
MACHINES = (
    "Left out as machines that check mail on its way: {opens} that only a machine opened, {clicks}. "
    "A mail counts as opened when its pictures are fetched, so some who read it are not seen."
)
MACHINE_OPENS, MACHINE_CLICKS = ("mail", "mails"), ("click", "clicks")
NO_MACHINES = "A mail counts as opened when its pictures are fetched, so some who read it are not seen."
ATTRIBUTION = "A sale counts for the campaign its buyer last clicked in, up to {} before."
DAYS = ("day", "days")
NOT_COUNTED = "Opens and clicks are not counted: that is switched off under Settings, Messages."
COUNTED = "Counted {}"
