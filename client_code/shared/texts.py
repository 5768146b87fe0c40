"""What the app says anywhere: answers to errors, labels of stored values, plural forms."""

OFFLINE = "The server cannot be reached. What you typed is still here: try again in a moment."
UNEXPECTED = "Something went wrong on our side. What you typed is still here: try again, or reload the page."
SIGN_IN_AGAIN = "You have been signed out. Sign in to go on: what you typed is still here."
CANCELLED = "You stopped the upload. Nothing was sent."
FORBIDDEN = "Your role does not include this. The owner of the business can change that."
NO_ACCESS_TITLE = "This page is not open to you"
SWITCHED_OFF_TITLE = "This part of Mybizz is switched off"
SWITCHED_OFF = "Your business does not use it at present. Whoever may change the settings can switch it on."
SWITCHED_OFF_YOURS = "Your business does not use it at present. You can switch it on in the settings."
TO_FEATURES = "Open the features"
NOT_FOUND = "This is not there any more."
PROBLEM_TITLE = "This could not be shown"
TRY_AGAIN = "Try again"
CHECK_FIELDS = "Check the marked fields."
KEEP_YOURS = "{} What you wrote is still here: save again to keep yours, or leave without saving to see theirs."

BY_CODE = {
    "not_signed_in": SIGN_IN_AGAIN,
    "forbidden": FORBIDDEN,
    "not_found": NOT_FOUND,
    "invalid": CHECK_FIELDS,
    "cancelled": CANCELLED,
    "offline": OFFLINE,
    "unexpected": UNEXPECTED,
}

ROLES = {
    "owner": "Owner",
    "manager": "Manager",
    "admin": "Administrator",
    "staff": "Staff",
    "customer": "Customer",
}

SIGN_OUT = "Sign out"
SIGN_OUT_EVERYWHERE = "Sign out everywhere"
EVERYWHERE_TITLE = "Sign out everywhere?"
EVERYWHERE_QUESTION = "You are signed out here and on every other device, those that remember you too."
CHANGE_PASSWORD = "Change password"
PASSWORD_CHANGED = "Your new password holds. You are signed out everywhere else."
KEYS_TITLE = "Keys"
KEYS = (("/", "Search"), ("n", "New"), ("e", "Edit"), ("?", "Show these keys"), ("Esc", "Close"))
LEAVE_TITLE = "Leave without saving?"
LEAVE_QUESTION = "Your changes are not saved yet."
LEAVE = "Leave"
DISCARD_TITLE = "Discard changes?"
DISCARD_QUESTION = "What you changed here is not saved yet."
DISCARD = "Discard"
STAY = "Keep editing"
EDIT_NOTE = "Edit note"
DELETE_NOTE = "Delete note"
CLOSE = "Close"
FILE = "{} ({})"
FILE_NOTE = "{} · {}"
FILE_COMES = "Being fetched"
FILE_LATE = "{} Next try: {}."
FILE_AGAIN = "Fetch again"
FILE_ASKED = "It is being fetched again"
COPIED = "Copied."
COPY_BY_HAND = "Mark it and copy it by hand: this browser does not let pages copy."


def of_error(code, text=""):
    """The sentence to show for an error: the server's own where it has one."""
    return text or BY_CODE.get(code, UNEXPECTED)


def label(value):
    """A stored state (`at_risk`) or label (`Lead`) as people read it."""
    words = str(value or "").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
