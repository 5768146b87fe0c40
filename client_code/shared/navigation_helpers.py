"""Who may see a screen, where people start, and which link of the drawer is the present one."""

from . import access, app_context, pages


def require_auth():
    """True when somebody is signed in; otherwise the sign-in page opens."""
    if app_context.user():
        return True
    pages.open_page("sign-in")
    return False


def require_admin():
    """True for owner, manager and administrator; otherwise the start page opens."""
    if not require_auth():
        return False
    if app_context.is_admin():
        return True
    navigate_to_dashboard()
    return False


def navigate_to_dashboard():
    """Open the page where the person starts."""
    pages.open_page(access.home())


def highlight_active_nav(form, destination):
    """Mark the drawer's link of `destination` in the form's layout, and no other."""
    form.layout.select(destination)
