"""What the screens of sequences say."""

NEW = "New sequence"
VIEWS_NAME = "Sequences by state"
VIEWS = (("", "All"), ("active", "Active"), ("draft", "Drafts"), ("paused", "Paused"), ("archived", "Archived"))
EMPTY = (
    "No sequences yet",
    "A welcome for those who sign up, a thank-you after a stay: written once, sent to each in their own time.",
    "Make a sequence",
)
EMPTY_VIEW = ("Nothing here", "No sequence is in this state.")
STATE_CHIPS = {
    "draft": "chip-neutral",
    "active": "chip-active",
    "paused": "chip-warning",
    "archived": "chip-quiet",
}
OPEN, DUPLICATE, ARCHIVE, RESTORE = "Open", "Duplicate", "Archive", "Bring back"
RESUME, START = "Go on", "Start"
ARCHIVED, RESTORED = "Archived “{}”", "Brought back “{}”, paused"
PAUSED, STARTED = "Paused: everybody waits where they are", "It runs"
INSIDE, THROUGH = "{} in it", "{} went through"
TABS_NAME = "Parts of the sequence"
TABS = (("steps", "Steps"), ("rules", "Begin and end"), ("people", "People"))
TRIGGERS = [
    ("Only by hand", "manual"),
    ("Somebody signs up", "signup"),
    ("Somebody fills in a form", "lead_captured"),
    ("Somebody fills in one form", "form"),
    ("Somebody books", "booking_created"),
    ("Days before or after an appointment", "appointment"),
    ("Somebody buys", "purchase"),
    ("Somebody leaves a full cart", "abandoned_cart"),
    ("Somebody falls silent", "inactivity"),
    ("A birthday", "birthday"),
    ("A date of the contact comes near", "vaccination_due"),
    ("A tag is added", "tag_added"),
    ("Somebody comes into a segment", "segment_entered"),
    ("A program says so", "custom"),
]
TRIGGER_NAMES = {value: text for text, value in TRIGGERS}
# Trigger → the feature without which nothing begins it.
TRIGGER_FEATURES = {
    "booking_created": "bookings_enabled",
    "appointment": "bookings_enabled",
}
TRIGGER_HINTS = {
    "manual": "You let people in yourself: one from their page, or a whole segment.",
    "signup": "When a customer accepts the invitation to your customers' pages.",
    "appointment": "Looked at each morning at five.",
    "abandoned_cart": "Mybizz has no shop yet. Until it does, the program of yours that sells tells of full carts, by "
    "POST /_/api/v1/events with the name abandoned_cart. It needs a token, which you make in the settings, under API "
    "tokens.",
    "custom": "Your program tells it by POST /_/api/v1/events, with the name above and the person's e-mail "
    "address. It needs a token, which you make in the settings, under API tokens.",
    "inactivity": "On the day somebody has been silent that long. Those who have been for longer are not written to; "
    "let them in by a segment if you want to.",
    "birthday": "Looked at each morning at five. The year does not matter.",
    "vaccination_due": "Looked at each morning at five.",
    "segment_entered": "Imports and other rules of the segment begin nothing.",
    "tag_added": "Imports begin nothing.",
    "booking_created": "Imports begin nothing, unless they are told to.",
}
TOLD_SO_FAR = "{} Names told so far: {}."
WHEN = [("before it", "before"), ("after it", "after")]
REENTRY = [("Never again", "never"), ("Again after some days", "after"), ("Each time", "always")]
GOALS = [
    ("None: everybody gets every step", ""),
    ("They bought something", "purchase"),
    ("They booked", "booking"),
    ("They have a tag", "tag"),
    ("They are in a segment", "segment"),
]
PURPOSES = [("Offers", "marketing"), ("Newsletter", "newsletter"), ("Survey", "surveys")]
NO_SEGMENT, NO_FIELD = "No segment", "There is no field with a date yet. Add one under Settings, Contact fields."
SAVED = "Saved"
NEEDS_NAME = "Please give the sequence a name."
AT_ONCE, LATER, AT_TIME = "At once", "{} later", ", at {}"
MOVE_UP, MOVE_DOWN, EDIT, REMOVE = "Move up", "Move down", "Edit", "Take out"
SWITCH_OFF, SWITCH_ON = "Switch off", "Switch on"
REMOVED = "Took out step {}"
NO_SUBJECT = "No words yet"
CHANNELS = [("E-mail", "email"), ("WhatsApp", "whatsapp"), ("SMS", "sms")]
CHANNEL_ICONS = {"email": "mi:mail", "whatsapp": "mi:chat", "sms": "mi:sms"}
SKIPS = {"already_purchased": "not if they bought", "has_appointment": "not if they have an appointment"}
FIGURES = (
    ("next", "waits", "wait"),
    ("sent", "sent", "sent"),
    ("opened", "opened", "opened"),
    ("clicked", "clicked", "clicked"),
    ("skipped", "left out", "left out"),
    ("failed", "failed", "failed"),
)
NO_STEPS = ("No steps yet", "The first step is what people get first. Most sequences have three to five.", "Add a step")
PEOPLE_VIEWS_NAME = "People by where they are"
PEOPLE_VIEWS = (("inside", "In it"), ("completed", "Went through"), ("left", "Left before the end"))
NO_PEOPLE = {
    "inside": ("Nobody is in it", "People come in when it begins for them, or when you let them in."),
    "completed": ("Nobody yet", "Who had every step, or reached the goal, is listed here."),
    "left": ("Nobody yet", "Who left before the end is listed here, with the reason."),
}
STEP, NEXT_AT = "Step {}", "Step {} comes {}"
HELD = "Held where they are"
HOLD, LET_GO, TAKE_OUT = "Hold", "Let go on", "Take out"
TAKEN_OUT, WAS_HELD, WAS_LET_GO = "{} is out of the sequence", "{} is held", "{} goes on"
LET_IN = "{} is in the sequence"
LET_IN_TITLE, LET_IN_TEXT = "Let in {}?", "“{}” has {}. Whoever is in the sequence, or was, is not let in again."
LET_IN_BUTTON, KEEP = "Let them in", "Not now"
NOBODY_NEW = "Everybody in “{}” is in it, or was."
ENTERED = "{} came in"
LEFT_AT = "{} · {}"
GETS_NOTHING = "Would not get it: {}"
WAITS = "Waits: {}"
REHEARSAL_FOR = "What {} would get, were it to begin now"
NEW_STEP = "New step"
TEST_SENT = "A test is on its way to {}"
PUT_INTO = "Put into “{}”"
TAKEN_FROM = "Out of “{}”"
NONE_RUNNING = "No other sequence runs"
WAITS_PAUSED = "Step {}, the sequence is paused"
