"""Who may open which page: by role, permission and feature. The server decides again on each call."""

from ..settings import sections
from . import app_context, texts

# Page → the permission and the feature it asks for; a page that is not here asks only for a sign-in of the business.
NEEDS = {
    "dashboard": ("customers.view", None),
    "contacts": ("customers.view", None),
    "contact": ("customers.view", None),
    "contact-edit": ("customers.manage", None),
    "contact-consent": ("customers.view", None),
    "contact-erase": ("data.erase", None),
    "companies": ("customers.view", None),
    "company": ("customers.view", None),
    "tags": ("customers.view", None),
    "contacts-import": ("data.import", None),
    "changes": ("customers.view", None),
    "duplicates": ("customers.view", None),
    "merge": ("customers.manage", None),
    "sequences": ("campaigns.view", "marketing_enabled"),
    "sequence": ("campaigns.view", "marketing_enabled"),
    "sequence-step": ("campaigns.manage", "marketing_enabled"),
    "segments": ("customers.view", "marketing_enabled"),
    "segment-edit": ("customers.manage", "marketing_enabled"),
    "lists": ("campaigns.view", "marketing_enabled"),
    "list": ("customers.view", "marketing_enabled"),
    "list-edit": ("campaigns.manage", "marketing_enabled"),
    "lead-forms": ("campaigns.view", "marketing_enabled"),
    "lead-form": ("customers.view", "marketing_enabled"),
    "lead-form-edit": ("campaigns.manage", "marketing_enabled"),
    "tasks": ("tasks.view", "marketing_enabled"),
    "marketing": ("campaigns.view", "marketing_enabled"),
    "inbox": ("customers.view", "marketing_enabled"),
    "campaigns": ("campaigns.view", "marketing_enabled"),
    "campaign": ("campaigns.view", "marketing_enabled"),
    "messaging-edit": ("campaigns.manage", "marketing_enabled"),
    "offers": ("campaigns.view", "marketing_enabled"),
    "campaign-edit": ("campaigns.manage", "marketing_enabled"),
    "broadcasts": ("campaigns.view", "marketing_enabled"),
    "templates": ("campaigns.view", "marketing_enabled"),
    "template-edit": ("campaigns.manage", "marketing_enabled"),
    "settings": ("settings.view", None),
    "settings-templates": ("settings.view", "marketing_enabled"),
}
NEEDS.update(
    (section[0], (section[-1], sections.FEATURES.get(section[0]))) for _, group in sections.GROUPS for section in group
)
PUBLIC = ("sign-in", "new-password", "join")
# The customers' own pages, and the feature each asks for.
PORTAL = {"my-dashboard": None, "my-bookings": "bookings_enabled", "my-account": None}
STARTS = ("dashboard", "tasks", "settings")


def home():
    """The page where the person starts: for staff the first that they may open."""
    if app_context.role() == "customer":
        return "my-dashboard"
    if not app_context.is_staff():
        return "sign-in"
    return next((page for page in STARTS if not refusal(page)), STARTS[0])


def is_other_side(page):
    """True for a page of the business to its customers, and for one of theirs to the business: nobody is told of it."""
    if page in PUBLIC or not app_context.user():
        return False
    return (page in PORTAL) != (app_context.role() == "customer")


def refusal(page):
    """Why the person may not open a page: `title, text, feature` (the name of one that is off), else None."""
    if page in PUBLIC or not app_context.user():
        return None
    permission, feature = (None, PORTAL[page]) if page in PORTAL else NEEDS.get(page, (None, None))
    if permission and not app_context.may(permission):
        return {"title": texts.NO_ACCESS_TITLE, "text": texts.FORBIDDEN, "feature": ""}
    if feature and not app_context.feature(feature):
        may_switch = app_context.may("settings.manage")
        text = texts.SWITCHED_OFF_YOURS if may_switch else texts.SWITCHED_OFF
        return {"title": texts.SWITCHED_OFF_TITLE, "text": text, "feature": feature if may_switch else ""}
    return None
