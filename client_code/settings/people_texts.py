"""What the screens about the people of the business say."""

from ..shared import formats, texts

ROLE_GROUPS = (
    ("owner", "Owner"),
    ("manager", "Managers"),
    ("admin", "Administrators"),
    ("staff", "Staff"),
)
ROLE_ABOUT = {
    "owner": "Does everything, and alone decides who else may.",
    "manager": "Everything but erasing people's data and managing sign-ins.",
    "admin": "As a manager, without the settings, refunds and sending campaigns.",
    "staff": "The daily work: contacts, bookings, tasks and tickets.",
}
INVITABLE = ("staff", "admin", "manager")
SEATS = "{} of {} places taken"
ONE_SEAT = "There is always exactly one"
YOU = "You"
NEVER = "Never signed in"
LAST_SEEN = "Signed in {}"
STATUS = {"inactive": "Inactive", "suspended": "Suspended"}
OWN_PERMISSIONS = ("own permission", "own permissions")

PERMISSIONS_ACTION = "Permissions"
MAKE = {"manager": "Make manager", "admin": "Make administrator", "staff": "Make staff"}
DEACTIVATE = "Sign out and deactivate"
REACTIVATE = "Let in again"
HAND_OVER = "Hand over the business"
TAKE_BACK = "Take back"

ROLE_CHANGED = "{} is {} now."
DEACTIVATED = "{} is signed out and cannot sign in any more."
REACTIVATED = "{} can sign in again."
PERMISSIONS_CHANGED = "The permissions of {} are changed."
INVITED = "An invitation is on its way to {}."
TAKEN_BACK = "The invitation of {} does not work any more."
TAKE_BACK_QUESTION = "The link that was mailed to {} stops working at once. You can send a new one any time."
TAKE_BACK_TITLE = "Take the invitation back?"
EXPIRES = "Works until {}"

HAND_OVER_TITLE = "Hand over {}?"
HAND_OVER_QUESTION = "{} becomes the owner, and you become a manager."
HAND_OVER_CONSEQUENCE = (
    "From then on you cannot manage sign-ins or erase data, and only the new owner can give the business back to you. "
    "Nothing else changes: contacts, settings and everybody else's sign-ins stay as they are."
)
HANDED_OVER = "{} is the owner now. You are a manager."

INVITE_TITLE = "Invite somebody"
NEEDS_EMAIL = "Enter the address the invitation goes to."
PERMISSIONS_TITLE = "What {} may do"
WHY = {
    "role": "By the role",
    "added": "Added for this person",
    "removed": "Taken away from this person",
    "none": "Not in this role",
}
NOT_YOURS = "You do not have this yourself"

AREAS = {
    "analytics": "Analytics",
    "blog": "Blog",
    "bookings": "Bookings",
    "campaigns": "Campaigns",
    "customers": "Contacts",
    "data": "Data",
    "invoices": "Invoices",
    "payments": "Payments",
    "products": "Products",
    "settings": "Settings",
    "tasks": "Tasks",
    "tickets": "Support tickets",
    "users": "People",
}
VERBS = {
    "view": "{}: see",
    "manage": "{}: change",
    "send": "{}: send",
    "refund": "{}: refund",
    "erase": "{}: erase a person",
    "export": "{}: export",
    "import": "{}: import",
}


def permission(name):
    """A permission (`customers.view`) as people read it."""
    area, _, verb = name.partition(".")
    return VERBS.get(verb, "{}").format(AREAS.get(area, texts.label(area)))


def order(name):
    """Where a permission stands in the list: by area, seeing before changing."""
    area, _, verb = name.partition(".")
    return AREAS.get(area, area), list(VERBS).index(verb)


def context(people, invitations):
    """The line under the title."""
    parts = [formats.plural(people, "person", "people")]
    if invitations:
        parts.append(formats.plural(invitations, "open invitation", "open invitations"))
    return ", ".join(parts)


def places_left(seat):
    """How many more can have a role, for the choice of one."""
    left = max(seat["seats"] - seat["taken"], 0)
    return formats.plural(left, "place left", "places left") if left else "no place left"
