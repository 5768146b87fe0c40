"""Small questions to live components, whose answers are those of Anvil's own theme."""

import datetime

import anvil
import m3.components as m3
import plotly.graph_objects as go
from anvil.js import window
from m3.Layouts import NavigationDrawerLayout


def error_of(deed):
    """The class and message of what `deed()` raises, None when it raises nothing."""
    try:
        deed()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def words_of(component, part="anvil-m3-button-text"):
    return component.dom.querySelector("." + part).textContent


def button_words():
    button = m3.Button()
    words = [words_of(button)]
    for text, icon in (("Go", ""), (0, ""), (None, "mi:home"), ("", "")):
        button.text, button.icon = text, icon
        words.append(words_of(button))
    return words


def slider_range():
    slider = m3.Slider(value=50, min=20, max=100)
    found = [slider.value, slider.min, slider.max]
    slider.min = 100
    slider.max = 20
    return [*found, slider.min, slider.max]


def slider_values():
    slider = m3.Slider()
    found = [slider.value]
    for value in (99, -99, 3.4, None):
        slider.value = value
        found.append(slider.value)
    slider.step = 0.5
    slider.value = 3.4
    return [*found, slider.value, slider.step]


def menu_items_add_up():
    menu = m3.ButtonMenu(menu_items=[m3.MenuItem(text="a")])
    menu.menu_items = [m3.MenuItem(text="b")]
    return [item.text for item in menu.get_components() if isinstance(item, m3.MenuItem)]


def dropdown_items():
    menu = m3.DropdownMenu(items=["a", ("B", 2)], selected_value=2)
    found = [menu.items, menu.dom.querySelector("input").value]
    menu.selected_value = 7
    found.append(menu.dom.querySelector("input").value)
    menu.items = {"x": 1}
    menu.selected_value = "x"
    return [*found, menu.dom.querySelector("input").value]


def dropdown_errors():
    menu = m3.DropdownMenu()
    wrong = ([1], [(1, 2)], [("a",)], None)
    return [error_of(lambda items=items: setattr(menu, "items", items)) for items in wrong]


def constructor_error():
    return error_of(lambda: m3.DropdownMenu(items=[1]))


def own_lists():
    m3.DropdownMenu().items.append("shared")
    return m3.DropdownMenu().items


def text_box_values():
    box = m3.TextBox(text=5)
    found = [box.text]
    for text in (None, True, "é\n"):
        box.text = text
        found.append(box.text)
    box.type = "number"
    box.text = 5
    found.append(box.text)
    box.text = "word"
    return [*found, box.text]


def date_picker_days():
    picker = anvil.DatePicker()
    found = [picker.date, picker.min_date, picker.format]
    for day in (datetime.date(2026, 2, 3), "2026-02-04", "02/05/2026", "nonsense", None):
        picker.date = day
        found.append(str(picker.date))
    picker.format = "%d.%m.%Y"
    picker.date = "06.02.2026"
    return [*found, str(picker.date)]


def date_picker_times():
    naive = datetime.datetime.fromisoformat("2026-07-01T09:30")
    picker = anvil.DatePicker(date=naive, pick_time=True)
    found = [str(picker.date)]
    picker.date = datetime.date(2026, 7, 2)
    found.append(str(picker.date))
    return [*found, error_of(lambda: anvil.DatePicker(date=naive))]


def avatar_initials():
    avatar = m3.Avatar(user_name="Ada King Lovelace")
    return [words_of(avatar, "anvil-m3-avatar"), m3.Avatar(size=None).size]


def radio_group():
    group = m3.RadioGroup()
    buttons = [m3.RadioButton(text=text, value=text, group=group) for text in "abc"]
    group.selected_value = "b"
    found = [group.selected_value, group.selected_button is buttons[1], len(group.buttons)]
    group.selected_value = "z"
    other = error_of(lambda: setattr(group, "selected_button", m3.RadioButton()))
    return [*found, group.selected_value, other, error_of(lambda: m3.RadioButton(group=5))]


def figures():
    figure = go.Figure(data=go.Bar(x=[1], y=[2]))
    figure.update_layout(title="T", xaxis_title="X")
    plot = anvil.Plot(figure=figure)
    plot.layout.yaxis.title = "Y"
    return [
        plot.data[0].type,
        plot.layout.title,
        plot.layout.xaxis.title,
        dict(plot.layout.yaxis),
        sorted(plot.figure),
        anvil.Plot().layout,
        error_of(lambda: figure.add_trace(go.Bar())),
    ]


def plot_kinds():
    plot = anvil.Plot(data=[go.Histogram(x=[1, 1, 2])])
    return [plot.data[0], error_of(lambda: setattr(plot, "data", go.Sankey()))]


def layout_slots():
    layout = NavigationDrawerLayout()
    slot = layout.slots["sidesheet"]
    texts = [m3.Text(text=text) for text in "abc"]
    for text in texts[:2]:
        slot.add_component(text)
    layout.slots["content"].add_component(m3.Text(text="content"))
    slot.add_component(texts[2], index=0)
    found = [sorted(layout.slots), [text.text for text in slot.get_components()]]
    shown = layout.dom.querySelector(".anvil-m3-sidesheet").textContent
    slot.clear()
    return [*found, shown, slot.get_components(), len(layout.slots["content"].get_components())]


def dom_nodes():
    asked = (
        (m3.Button, "anvil-m3-button"),
        (m3.TextBox, "anvil-m3-textbox"),
        (m3.Checkbox, "anvil-m3-checkbox"),
        (m3.Link, "anvil-m3-link"),
        (m3.Card, "anvil-m3-card"),
    )
    found = [kind().dom_nodes[name].tagName for kind, name in asked]
    return [*found, error_of(lambda: m3.Button().dom_nodes["none"])]


def graph_parts():
    axis = go.layout.XAxis(title="X", tickfont_size=9)
    line = go.bar.marker.Line(width=2)
    return [axis, line, type(line).__name__, go.layout is go.layout, error_of(lambda: go._none)]


def own_sides():
    m3.Slider().margin.append("shared")
    layout = NavigationDrawerLayout()
    return [repr(m3.Slider().margin), repr(m3.CardContentContainer().margin), repr(layout.content_padding)]


def theme_colours():
    colours = anvil.app.theme_colors
    found = [repr(colours), colours["Brand/50"], len(colours), "Brand/50" in colours, colours.get("None")]
    wrong = (("None", "red"), (5, "red"), ("Brand/50", 5))
    errors = [error_of(lambda pair=pair: colours.update({pair[0]: pair[1]})) for pair in wrong]
    colours["Brand/50"] = "rgb(1, 2, 3)"
    button = m3.Button(background_color="theme:Brand/50")
    window.document.body.appendChild(button.dom)
    shown = window.getComputedStyle(button.dom.querySelector("button")).backgroundColor
    button.dom.remove()
    return [*found, *errors, colours["Brand/50"], shown]


def plot_pictures():
    plots = (anvil.Plot(data=go.Bar(x=[1], y=[2])), anvil.Plot(data=go.Histogram(x=[1, 1])))
    pictures = [plots[0].to_image(), plots[1].to_image({"format": "jpeg", "width": 200, "height": 100})]
    return [[picture.content_type, picture.get_bytes()[:4].hex()] for picture in pictures]


def plot_templates():
    templates = anvil.Plot.templates
    templates.brand = {"layout": {"colorway": ["red"]}}
    found = [templates.default, templates["none"], templates.brand["layout"]["colorway"]]
    return [*found, error_of(lambda: templates.seaborn)]


ASKED = (
    *(button_words, slider_range, slider_values, menu_items_add_up, dropdown_items, dropdown_errors, own_lists),
    *(constructor_error, text_box_values, date_picker_days, date_picker_times, avatar_initials, radio_group),
    *(
        figures,
        plot_kinds,
        theme_colours,
        layout_slots,
        own_sides,
        dom_nodes,
        graph_parts,
        plot_pictures,
        plot_templates,
    ),
)


def all_answers():
    """{question: answer} for every question, an answer being plain JSON."""
    return {question.__name__: question() for question in ASKED}
