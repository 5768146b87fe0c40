"""What the sign-in screens say."""

DEMO_PASSWORD = "demo-mybizz"
DEMO_PEOPLE = (
    ("Owner", "owner@demo.test"),
    ("Manager", "manager@demo.test"),
    ("Administrator", "admin@demo.test"),
    ("Staff", "staff@demo.test"),
)

RESET_SENT = "If there is an account for this address, a mail is on its way. It leads back here within the next hour."
RESET_ASK_TITLE = "Reset your password"
RESET_ASK_TEXT = "Enter the address you sign in with. We will send you a link."
RESET_NEW_TITLE = "Choose a new password"
RESET_NEW_TEXT = "At least eight characters. A few unrelated words make a good one."
RESET_DONE = "Your new password is set. Sign in with it."
ENTER_EMAIL = "Enter your e-mail address."
ENTER_PASSWORD = "Enter your password."
