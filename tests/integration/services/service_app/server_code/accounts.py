"""What an app does with anvil.users."""

import anvil.email
import anvil.server
import anvil.users
from anvil.tables import app_tables


@anvil.server.callable
def who_am_i(allow_remembered=True):
    user = anvil.users.get_user(allow_remembered=allow_remembered)
    return user and user["email"]


@anvil.server.callable
def sign_in(email, password, remember=False):
    try:
        return anvil.users.login_with_email(email, password, remember=remember)["email"]
    except anvil.users.TooManyPasswordFailures:
        return "locked"
    except anvil.users.AuthenticationFailed as error:
        return "refused: " + error.args[0]


@anvil.server.callable
def sign_in_and_out(email, password, remember):
    anvil.users.login_with_email(email, password, remember=remember)
    anvil.users.logout()


@anvil.server.callable
def become(email):
    row = app_tables.people.get(email=email)
    return anvil.users.force_login(row)["email"]


@anvil.server.callable
def become_a_note():
    anvil.users.force_login(app_tables.notes.add_row(text="not a person"))


@anvil.server.callable
def set_person(whose, /, **values):
    app_tables.people.get(email=whose).update(**values)


@anvil.server.callable
def get_person(email):
    row = app_tables.people.get(email=email)
    return row and dict(row)


@anvil.server.callable(require_user=True)
def members_only():
    return "welcome"


@anvil.server.callable
def mail(**message):
    return anvil.email.send(**message).message_id


@anvil.server.callable
def remember_in_session():
    anvil.server.session["seen"] = True
