"""One of each component with all its events told of: by whom, which, and what they carry."""

import anvil
import m3.components as m3

KEPT = ("sender", "event_name")


def make():
    """{name: component}, in the order in which they are shown."""
    panel = m3.RadioGroupPanel()
    radio = m3.RadioButton(text="Radio", value="r")
    panel.add_component(radio)
    items = {name: m3.MenuItem(text=name + " item") for name in ("ButtonMenu", "IconButtonMenu", "AvatarMenu")}
    return {
        "Button": m3.Button(text="Button"),
        "IconButton": m3.IconButton(tooltip="Icon"),
        "ToggleIconButton": m3.ToggleIconButton(tooltip="Toggle"),
        "Link": m3.Link(text="Link"),
        "NavigationLink": m3.NavigationLink(text="Way"),
        "InteractiveCard": m3.InteractiveCard(),
        "ButtonMenu": m3.ButtonMenu(text="Menu", menu_items=[items["ButtonMenu"]]),
        "IconButtonMenu": m3.IconButtonMenu(tooltip="Icon menu", menu_items=[items["IconButtonMenu"]]),
        "AvatarMenu": m3.AvatarMenu(user_name="Ada", menu_items=[items["AvatarMenu"]]),
        "TextBox": m3.TextBox(label="Box", trailing_icon="mi:close"),
        "TextArea": m3.TextArea(label="Area"),
        "DropdownMenu": m3.DropdownMenu(label="Drop", items=["one", "two"]),
        "DatePicker": anvil.DatePicker(placeholder="Day"),
        "Checkbox": m3.Checkbox(text="Check"),
        "Switch": m3.Switch(tooltip="Switch"),
        "Slider": m3.Slider(tooltip="Slide"),
        "FileLoader": m3.FileLoader(text="Load"),
        "RadioGroupPanel": panel,
        **{name + "Item": item for name, item in items.items()},
        "RadioButton": radio,
    }


def show(panel, tell):
    """Put them into a panel; `tell(line)` is called on every event but show and hide."""
    made = make()
    for name, component in made.items():
        component.tag.name = name
        for event in sorted(type(component)._all_events - {"show", "hide"}):
            component.add_event_handler(event, lambda name=name, **event_args: tell(line_of(name, event_args)))
        if component.parent is None:
            component.role = "ev-" + name
            panel.add_component(component)


def line_of(name, event_args):
    """ "Button.click event keys": who, what, and the names of what it carries."""
    carried = sorted(key for key in event_args if key not in KEPT)
    return " ".join([f"{name}.{event_args['event_name']}", *carried])
