"""The pages of the gallery: (name in the address, form, title, icon)."""

PAGES = (
    ("words", "Words", "Words", "mi:article"),
    ("actions", "Actions", "Actions", "mi:touch_app"),
    ("fields", "Fields", "Fields", "mi:edit_note"),
    ("choices", "Choices", "Choices", "mi:check_box"),
    ("surfaces", "Surfaces", "Surfaces", "mi:dashboard"),
    ("overlays", "Overlays", "Overlays", "mi:chat_bubble"),
    ("rows", "Rows", "Rows", "mi:table_rows"),
    ("rail", "Rail", "Rail", "mi:view_sidebar"),
    ("charts", "Charts", "Charts", "mi:bar_chart"),
    ("facts", "Facts", "Facts", "mi:fact_check"),
)


def form_named(name):
    """The form of a page's name in the address; the first page's for any other name."""
    return next((form for page, form, _title, _icon in PAGES if page == name), PAGES[0][1])
