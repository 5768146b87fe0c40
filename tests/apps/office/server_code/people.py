"""What server code of an app does with ``anvil.users``, secrets and mail; each answers in plain values."""

import anvil.email
import anvil.secrets
import anvil.server
import anvil.users
from anvil.tables import app_tables


def plain(value):
    """A row as its e-mail address: what a test can compare."""
    return value["email"] if isinstance(value, anvil.tables.Row) else value


@anvil.server.callable
def users(operation, *args, **kwargs):
    """Any function of ``anvil.users``, called by a server module."""
    return plain(getattr(anvil.users, operation)(*args, **kwargs))


@anvil.server.callable
def caught(module, operation, *args, **kwargs):
    """``[class, message]`` of what a function of ``anvil.<module>`` raises in a server module."""
    try:
        getattr(getattr(anvil, module), operation)(*args, **kwargs)
    except Exception as error:
        return [type(error).__name__, str(error)]
    return None


@anvil.server.callable
def become(email):
    row = email and app_tables.users.get(email=email)
    return plain(anvil.users.force_login(row))


@anvil.server.callable
def person(email):
    row = dict(app_tables.users.get(email=email))
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


@anvil.server.callable
def change_person(of, /, **values):
    app_tables.users.get(email=of).update(**values)


@anvil.server.callable(require_user=True)
def members_only():
    return "welcome"


@anvil.server.callable(require_user=lambda user: user["name"] == "Ada")
def ada_only():
    return "Ada"


@anvil.server.background_task
def who_am_i_there():
    return plain(anvil.users.get_user())


@anvil.server.callable
def user_of_a_task():
    task = anvil.server.launch_background_task("who_am_i_there")
    while not task.is_completed():
        pass
    return [task.get_return_value()]


@anvil.server.callable
def secret(name):
    return anvil.secrets.get_secret(name)


@anvil.server.callable
def secret_in_an_error():
    raise ValueError("lost " + anvil.secrets.get_secret("TOKEN")[:3])


@anvil.server.callable
def encrypt(key, text):
    return anvil.secrets.encrypt_with_key(key, text)


@anvil.server.callable
def decrypt(key, sealed):
    return anvil.secrets.decrypt_with_key(key, sealed)


@anvil.server.callable
def mail(**message):
    return anvil.email.send(**message).message_id


@anvil.server.callable
def origins():
    return [anvil.server.get_app_origin(), anvil.server.get_app_origin("published"), anvil.server.get_api_origin()]


@anvil.server.callable
def about_the_app():
    app = anvil.app
    return [app.id, app.branch, app.environment.name, list(app.environment.tags), app.package_name]


@anvil.server.callable
def session_id():
    return anvil.server.get_session_id()


@anvil.server.callable
def fail(message):
    raise ValueError(message)
