"""What the page about sending mail says."""

STREAMS = (
    ("marketing_email", "Campaigns and newsletters go through"),
    ("transactional_email", "Receipts and confirmations go through"),
)
NO_PROVIDER = "No service has its keys here yet. They are listed under Integrations."
CHANGED = "From now on these mails go through {}."
HELD = "Nothing goes out for now: {}"
TRYING = "Trying …"
SENT_TO = "A mail is on its way to {}."

NO_DOMAIN = ("No sender yet", "chip-neutral", "Choose the address that your mail comes from, under Messages.")
HERE = (
    "Not needed",
    "chip-neutral",
    "Mail is handed to a server on this machine, so {} is not checked. It will be, once a service sends for you.",
)
VERIFIED = ("Verified", "chip-active", "Mailbox providers can tell that mail from {} is yours.")
NOT_VERIFIED = (
    "Not verified",
    "chip-error",
    "Campaigns from {} are not sent until these records are in its DNS. Add them where you bought the domain.",
)
NOT_CHECKED = ("Not checked", "chip-warning", "Check whether mail from {} can be told to be yours.")
CHECKED = "Checked {}."
NO_ANSWER = "The name servers did not answer. What was known before still stands."
RECORDS = {
    "SPF": "Says who may send for your domain",
    "DKIM": "The key of the signature under each mail",
    "DMARC": "Says what to do with mail that is not signed by you",
}
STATES = {"ok": ("In place", "chip-active"), "missing": ("Missing", "chip-error"), "wrong": ("Wrong", "chip-error")}
RECORD_TITLE = "{what} · {kind} record"
NEEDS_KEY = "Make a key first; then its record is shown here."
KEY_MADE = "The key is made. Add its record to your domain, then check again."

REPORTS = "{} could not be read."
NO_REPORTS = "Everything that mail and message services reported was read."
WAITING = "{} to be read shortly."
PROVIDERS = {"brevo": "Brevo", "ses": "Amazon SES", "smtp": "Your mail server", "twilio": "Twilio"}
TRIED = "Tried {}, came {}"
AGAIN = {1: "It is read again."}
AGAIN_MANY = "{} are read again."

MAILS = {
    "invitation": "Invitation",
    "test": "Test",
    "test_campaign": "Test of a campaign",
    "campaign_paused": "Warning",
}
NO_MAILS = "None yet. Invitations and tests are listed here for 90 days."
MAIL_STATES = {"sent": ("Sent", "chip-neutral"), "failed": ("Failed", "chip-error")}
