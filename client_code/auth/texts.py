"""What the sign-in screens say."""

DEMO_PASSWORD = "demo-mybizz"
DEMO_PEOPLE = (
    ("Owner", "owner@demo.test"),
    ("Manager", "manager@demo.test"),
    ("Administrator", "admin@demo.test"),
    ("Staff", "staff@demo.test"),
    ("Customer", "customer@demo.test"),
)

RESET_SENT = "If there is an account for this address, a mail is on its way. It leads back here within the next hour."
RESET_ASK_TITLE = "Reset your password"
RESET_ASK_TEXT = "Enter the address you sign in with. We will send you a link."
RESET_NEW_TITLE = "Choose a new password"
RESET_NEW_TEXT = "At least eight characters. A few unrelated words make a good one."
RESET_DONE = "Your new password is set. Sign in with it."
ENTER_EMAIL = "Enter your e-mail address."
ENTER_PASSWORD = "Enter your password."
ENTER_NAME = "Enter your name, as your colleagues know you."
JOIN_TITLE = "Welcome to {}"
JOIN_TEXT = "You are invited as {}. Choose a password to sign in with, as {}."
JOIN_CUSTOMER = "Here are your bookings and your details. Choose a password to sign in with, as {1}."
JOIN_CLOSED = "This invitation cannot be used"
JOIN_SIGNED_IN = "You are signed in as {} ({}). Sign out first if the invitation is for somebody else, or for you."
JOIN_SIGN_OUT = "Sign out and go on"
JOIN_HINTS = {"password": RESET_NEW_TEXT}
TO_SIGN_IN = "To the sign-in page"
PASSWORD_TITLE = "Change your password"
PASSWORD_HINTS = {"new_password": RESET_NEW_TEXT}
