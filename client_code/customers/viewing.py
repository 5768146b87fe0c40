"""Saved views in the list of contacts: using one, taking its deletion back, saying why one no longer works."""

from ..shared.server_calls import call
from . import view_texts as texts


def use(form, view):
    """Show what a saved view keeps; everybody for None."""
    form.query.use(view)
    form.show_options(form.options)
    form.filters.show(form.query)
    form.load()


def after_deleting(form, view):
    """Show everybody, and offer to bring the view back."""
    form.query.use(None)
    form.filters.show(form.query)
    form.start()
    undo = texts.DELETED.format(view["name"])
    form.layout.offer_undo(undo, lambda: form.view_saved(form.views.save_again(view)))


def show_broken(form):
    """Say what is gone of the view that a list began with; True when something is."""
    view = form.views.present
    problem = call("get_view", view["view_id"])["view"]["problem"] if view else ""
    if problem:
        title, text, action = texts.BROKEN
        form.state.show_empty(title, text.format(problem), action)
    return bool(problem)
