"""The pages of the gallery, by section."""


class Page:
    """A page: its form, the icon of its link, and the components it shows. Its name in the address is its title's."""

    def __init__(self, title, icon, *components):
        self.title = self.form = title
        self.name = title.lower()
        self.icon = icon
        self.components = components

    def shows(self, text):
        """Whether the title or a component has the text, given in small letters, in its name."""
        return any(text in name.lower() for name in (self.title, *self.components))


SECTIONS = (
    (
        "Material 3",
        (
            Page("Words", "mi:article", "Text", "Heading", "Link", "Divider"),
            Page("Actions", "mi:touch_app", "Button", "IconButton", "ToggleIconButton", "FileLoader"),
            Page("Menus", "mi:more_vert", "ButtonMenu", "IconButtonMenu", "AvatarMenu", "MenuItem"),
            Page("Fields", "mi:edit_note", "TextBox", "TextArea", "DropdownMenu", "DatePicker"),
            Page("Choices", "mi:check_box", "Checkbox", "RadioButton", "RadioGroupPanel", "Switch", "Slider"),
            Page("Surfaces", "mi:dashboard", "Card", "InteractiveCard", "Avatar", "progress indicators"),
            Page("Overlays", "mi:chat_bubble", "alert", "confirm", "Notification", "SidesheetContent"),
            Page("Rail", "mi:view_sidebar", "NavigationRailLayout", "NavigationDrawerLayout", "NavigationLink"),
            Page("Charts", "mi:bar_chart", "Plot"),
        ),
    ),
    (
        "Classic",
        (
            Page("Basics", "mi:text_fields", "Label", "Link", "Button", "Image", "Spacer", "RichText", "Timer"),
            Page("Inputs", "mi:input", "TextBox", "TextArea", "CheckBox", "RadioButton", "DropDown", "FileLoader"),
            Page(
                "Panels",
                "mi:view_quilt",
                "LinearPanel",
                "ColumnPanel",
                "GridPanel",
                "XYPanel",
                "FlowPanel",
                "HtmlComponent",
            ),
            Page("Rows", "mi:table_rows", "DataGrid", "DataRowPanel", "RepeatingPanel"),
            Page("Grid", "mi:grid_on", "DataGrid"),
        ),
    ),
    ("Tests", (Page("Facts", "mi:fact_check"),)),
)
PAGES = [page for _section, members in SECTIONS for page in members]


def form_named(name):
    """The form of a page's name in the address; the first page's for any other name."""
    return "gallery." + next((page.form for page in PAGES if page.name == name), PAGES[0].form)
