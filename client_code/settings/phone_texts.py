"""What the screens of WhatsApp and SMS say."""

HINTS = {
    "whatsapp_number": "The number that Twilio has for you, with its country code",
    "whatsapp_per_second": "Twilio takes 80 a second",
    "sms_sender": "A number, which can be answered, or a name of at most eleven letters, which cannot",
    "sms_per_second": "What your number may send: one or ten is usual",
}
TIER = "{} people in 24 hours"
NO_TIER = "As many as I like"
SAVED = "Saved. It holds for messages that wait, too."
CONNECTED = "Sending works"
NOT_CONNECTED = "Nothing sends now"
NOT_CONNECTED_WHY = (
    "WhatsApp messages and SMS wait until the program that sends them runs: python -m uplink.twilio_worker. "
    "Whoever looks after the server starts it."
)
PRICES = "What messages cost in {}, by country. Elsewhere they cost what the settings of messages say."
USABLE = ("{} template can be sent", "{} templates can be sent")
NO_USABLE = "No template can be sent yet"

SMS = ("SMS", "sms")
OWN_WORDS = ("WhatsApp, in words of your own", "whatsapp")
TEMPLATE = "WhatsApp, {name} ({language})"
OWN_WORDS_HINT = "WhatsApp takes these only within 24 hours after this telephone wrote to you."
TEMPLATE_HINT = "It comes with the examples of the template."
SMS_HINT = "It ends with how to opt out, as your campaigns do."
TEST_WORDS = "Hello from {}"
NEEDS_PHONE = "Please give the telephone it goes to."
NEEDS_WORDS = "Please write something."
SENDING = "Sending …"
SENT = "On its way to {}."

TEMPLATES_EMPTY = (
    "No templates yet",
    "Before you may write to people first, WhatsApp asks for a template. Bring in those of Twilio, or note one here.",
    "New template",
)
STATUSES = {
    "approved": "Can be sent",
    "pending": "Waits for WhatsApp",
    "draft": "Draft",
    "rejected": "Rejected",
    "paused": "Paused",
}
TONES = {
    "approved": "chip-active",
    "pending": "chip-neutral",
    "draft": "chip-neutral",
    "rejected": "chip-error",
    "paused": "chip-warning",
}
CATEGORIES = {"marketing": "Offers", "utility": "Service", "authentication": "Sign-in codes"}
NEW_TEMPLATE = "New template"
EDIT_TEMPLATE = "Edit template"
TEMPLATE_HINTS = {
    "name": "As it is called in Twilio: small letters, digits and underscores",
    "language": "Such as en, en_GB or af",
    "body": "{{1}}, {{2}} … stand for what differs from person to person",
    "samples": "One a line: the first for {{1}}, the second for {{2}}",
    "content_sid": "HX and 32 digits, shown in Twilio; a template that can be sent has one",
}
EDIT = "Edit"
ARCHIVE = "Archive"
ARCHIVED = "“{}” archived. Campaigns that use it cannot be sent."
FETCHING = "Asking Twilio …"
FETCHED = "{new} new, {changed} changed, {known} as they were."
FETCHED_SOME = "{new} new, {changed} changed, {known} as they were. {left_out} could not be read."
