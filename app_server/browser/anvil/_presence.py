"""Coming to the page, leaving it and being seen there: who is told, and in which order.

The order is that of Anvil's runtime: a tree that comes raises ``x-anvil-page-added`` and ``x-anvil-page-shown`` from
the outside in, then ``show`` from the inside out, the last first; one that leaves raises ``hide`` from the outside in.
One that becomes visible raises ``show``; one that is made invisible raises no ``hide``, as it has not left the page.
"""


def enter(root):
    """The component and all it holds are on the page now."""
    added, seen = [], []
    _arrive(root, root._parent is None or root._parent._seen, added, seen)
    for component in added:
        component._page_added()
        component._run_handlers("x-anvil-page-added", {})
    _tell(seen, "x-anvil-page-shown")
    added.reverse()
    _tell(added, "show")


def leave(root):
    """The component and all it holds have left the page."""
    removed, unseen = [], []
    _depart(root, removed, unseen)
    _tell(unseen, "x-anvil-page-hidden")
    for component in removed:
        component._page_removed()
        component._run_handlers("x-anvil-page-removed", {})
    _tell(removed, "hide")


def change_visibility(component, visible):
    """The component was made visible or invisible."""
    if not component._shown or not (component._parent is None or component._parent._seen):
        return
    changed = []
    if visible:
        _arrive(component, True, [], changed)
        _tell(changed, "x-anvil-page-shown")
        _tell(changed, "show")
    else:
        _vanish(component, changed)
        _tell(changed, "x-anvil-page-hidden")


def _arrive(component, is_around_seen, added, seen):
    if not component._shown:
        component._shown = True
        added.append(component)
    is_seen = is_around_seen and component._is_visible()
    if is_seen and not component._seen:
        component._seen = True
        seen.append(component)
    for child in component._page_children():
        _arrive(child, is_seen, added, seen)


def _depart(component, removed, unseen):
    if component._seen:
        component._seen = False
        unseen.append(component)
    if component._shown:
        component._shown = False
        removed.append(component)
    for child in component._page_children():
        _depart(child, removed, unseen)


def _vanish(component, hidden):
    if component._seen:
        component._seen = False
        hidden.append(component)
    for child in component._page_children():
        _vanish(child, hidden)


def _tell(components, event_name):
    for component in components:
        component._run_handlers(event_name, {})
