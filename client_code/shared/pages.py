"""Addresses: which form is which page, and Back, reload and sent links that lead to the same screen."""

import anvil
from anvil.js import report_exceptions, window

from . import access, app_context, dialogs
from .server_calls import CallFailed

PAGES = {
    "sign-in": "auth.LoginForm",
    "new-password": "auth.PasswordResetForm",
    "join": "auth.JoinForm",
    "dashboard": "dashboard.DashboardForm",
    "contacts": "customers.ContactListForm",
    "contact": "customers.ContactDetailForm",
    "contact-edit": "customers.ContactEditorForm",
    "contact-consent": "compliance.ContactConsentForm",
    "contact-erase": "compliance.ContactErasureForm",
    "contacts-import": "customers.ContactImportForm",
    "changes": "customers.ChangeListForm",
    "duplicates": "customers.DuplicateFinderForm",
    "merge": "customers.MergeForm",
    "companies": "customers.CompanyListForm",
    "company": "customers.CompanyForm",
    "tags": "customers.TagManagerForm",
    "sequences": "marketing.SequenceListForm",
    "sequence": "marketing.SequenceForm",
    "sequence-step": "marketing.SequenceStepForm",
    "segments": "customers.SegmentManagerForm",
    "segment-edit": "customers.SegmentEditorForm",
    "lists": "newsletter.MailingListsForm",
    "list": "newsletter.MailingListForm",
    "list-edit": "newsletter.MailingListEditorForm",
    "lead-forms": "newsletter.LeadFormListForm",
    "lead-form": "newsletter.LeadFormForm",
    "lead-form-edit": "newsletter.LeadCaptureEditorForm",
    "tasks": "marketing.TaskListForm",
    "settings-messages": "settings.MessagingSettings",
    "marketing": "marketing.MarketingDashboardForm",
    "settings-phone": "settings.PhoneSettings",
    "settings-templates": "settings.WhatsAppTemplateSettings",
    "inbox": "inbox.InboxForm",
    "campaigns": "marketing.EmailCampaignListForm",
    "campaign": "marketing.CampaignForm",
    "messaging-edit": "marketing.MessagingCampaignForm",
    "offers": "marketing.OfferListForm",
    "campaign-edit": "marketing.EmailCampaignEditorForm",
    "broadcasts": "marketing.EmailBroadcastForm",
    "templates": "marketing.TemplateListForm",
    "template-edit": "marketing.TemplateEditorForm",
    "settings": "settings.SettingsForm",
    "settings-wordings": "compliance.WordingSettings",
    "settings-business": "settings.BusinessProfileSettings",
    "settings-people": "settings.UserPermissionsSettings",
    "settings-fields": "settings.ContactFieldsSettings",
    "settings-locations": "settings.LocationSettings",
    "settings-theme": "settings.ThemeCustomizationSettings",
    "settings-features": "settings.FeatureActivationSettings",
    "settings-mail": "settings.MailSettings",
    "settings-integrations": "settings.IntegrationSettings",
    "settings-tokens": "settings.ApiTokenSettings",
    "settings-audit": "settings.AuditLogForm",
    "settings-retention": "settings.RetentionSettings",
    "my-dashboard": "portal.CustomerDashboardForm",
    "my-bookings": "portal.MyBookingsForm",
    "my-account": "portal.AccountSettingsForm",
}

# The one page for nobody in particular that has an address: the others open when they are needed.
PUBLIC_ADDRESS = "join"

TITLES = {
    "join": "Invitation",
    "dashboard": "Dashboard",
    "contacts": "Contacts",
    "contact": "Contact",
    "contact-edit": "Edit contact",
    "contact-consent": "Consent",
    "contact-erase": "Erase a person",
    "contacts-import": "Import contacts",
    "changes": "Changes",
    "duplicates": "Duplicates",
    "merge": "Merge contacts",
    "companies": "Companies",
    "company": "Company",
    "tags": "Tags",
    "sequences": "Sequences",
    "sequence": "Sequence",
    "sequence-step": "Step of a sequence",
    "segments": "Segments",
    "segment-edit": "Segment",
    "settings-wordings": "Words of consent",
    "lists": "Newsletters",
    "list": "Newsletter",
    "list-edit": "Edit newsletter",
    "lead-forms": "Sign-up forms",
    "lead-form": "Sign-up form",
    "lead-form-edit": "Edit sign-up form",
    "tasks": "Tasks",
    "settings-messages": "Messages",
    "marketing": "Marketing",
    "settings-phone": "WhatsApp and SMS",
    "settings-templates": "WhatsApp templates",
    "inbox": "Inbox",
    "campaigns": "Campaigns",
    "campaign": "Campaign",
    "messaging-edit": "Messages to customers",
    "offers": "Offers",
    "campaign-edit": "Edit campaign",
    "broadcasts": "Broadcasts",
    "templates": "Templates",
    "template-edit": "Template",
    "settings": "Settings",
    "settings-business": "Business profile",
    "settings-people": "People",
    "settings-fields": "Contact fields",
    "settings-locations": "Locations",
    "settings-theme": "Look",
    "settings-features": "Features",
    "settings-mail": "Sending mail",
    "settings-integrations": "Integrations",
    "settings-tokens": "API tokens",
    "settings-audit": "Audit log",
    "settings-retention": "Retention",
    "my-dashboard": "My dashboard",
    "my-bookings": "My bookings",
    "my-account": "Account settings",
}

ERROR_FORM = "auth.ErrorForm"
NO_ACCESS_FORM = "auth.NoAccessForm"

_announced = {}


def can_open(page):
    """True for a page that there is and that the person may open."""
    return page in PAGES and access.refusal(page) is None


def open_page(page, **params):
    """Open a page; what keeps it from being made, or the person from it, is told on a page of its own."""
    if access.is_other_side(page):
        page, params = access.home(), {}
    refusal = access.refusal(page)
    if refusal:
        _show_title(refusal["title"])
        return anvil.open_form(NO_ACCESS_FORM if app_context.is_staff() else ERROR_FORM, **refusal)
    try:
        anvil.open_form(PAGES[page], **params)
    except CallFailed as problem:
        anvil.open_form(ERROR_FORM, text=problem.text)


def announce(page, **params):
    """Put the open page into the address bar, empty parameters left out; where it goes on when it raises `x-close`.

    Typing in a search box does not make a new step for Back; everything else does.
    """
    anvil.get_open_form().set_event_handler("x-close", _go_on)
    _show_title(TITLES[page])
    address = {"page": page}
    address.update((name, str(value)) for name, value in params.items() if value not in (None, "", False, 0))
    changed = [name for name in set(address) | set(_announced) if address.get(name) != _announced.get(name)]
    if not changed:
        return
    _announced.clear()
    _announced.update(address)
    if changed == ["search"]:
        window.history.replaceState(window.history.state, "", _hash_of(address))
    else:
        anvil.set_url_hash(address)


def open_address():
    """Open what the address bar names, or the page where the person starts."""
    address = _address()
    page = address.pop("page", None)
    is_public = page == PUBLIC_ADDRESS
    if page not in PAGES or (page in access.PUBLIC and not is_public) or not (is_public or app_context.user()):
        return open_page(access.home())
    open_page(page, **address)


def follow_browser():
    """Open the page of the address whenever Back, Forward or a link within the page changes it."""
    window.addEventListener("hashchange", report_exceptions(_address_changed))


def _show_title(title):
    window.document.title = "{} · {}".format(title, app_context.config().get("business_name") or "Mybizz")


def _hash_of(address):
    quote = window.encodeURIComponent
    return "#?" + "&".join("{}={}".format(quote(name), quote(value)) for name, value in address.items())


def _address():
    parts = anvil.get_url_hash()
    return dict(parts) if isinstance(parts, dict) else {}


def _address_changed(event):
    address = _address()
    if not address or address == _announced:
        return
    if dialogs.dismiss():
        anvil.set_url_hash(dict(_announced))
    else:
        # Back leaves the field in which somebody types without telling it.
        window.document.activeElement.blur()
        _announced.clear()
        _announced.update(address)
        open_address()


def _go_on(page="", **params):
    if page:
        params.pop("sender", None)
        params.pop("event_name", None)
        open_page(page, **params)
