"""What the editor of mails says: the parts of a mail, their fields, tokens, versions, files."""

# Kind of part → its fields: kind of input, name, label.
FIELDS = {
    "header": (("picture", "url", "Picture"), ("line", "alt", "What the picture shows")),
    "heading": (("words", "text", "Heading"),),
    "text": (("long", "text", "Text"),),
    "button": (("words", "label", "Words on the button"), ("line", "url", "Address (https://…)")),
    "image": (
        ("picture", "url", "Picture"),
        ("line", "alt", "What the picture shows"),
        ("line", "link", "Leads to (https://…), if anywhere"),
    ),
    "product": (
        ("words", "title", "Name"),
        ("long", "text", "What makes it good"),
        ("words", "price", "Price"),
        ("picture", "url", "Picture"),
        ("line", "alt", "What the picture shows"),
        ("words", "label", "Words on the button"),
        ("line", "link", "Address (https://…)"),
    ),
    "booking": (
        ("place", "title", "One of your places"),
        ("words", "title", "Heading"),
        ("long", "text", "Text"),
        ("words", "label", "Words on the button"),
        ("line", "link", "Address (https://…)"),
    ),
    "columns": (),
    "divider": (),
    "spacer": (("space", "size", "Height"),),
    "footer": (("long", "text", "Small print"),),
}
BLOCKS = (
    ("heading", "Heading", "mi:title"),
    ("text", "Text", "mi:notes"),
    ("button", "Button", "mi:smart_button"),
    ("image", "Picture", "mi:image"),
    ("columns", "Two columns", "mi:view_column_2"),
    ("product", "Product", "mi:sell"),
    ("booking", "Booking link", "mi:event_available"),
    ("divider", "Line", "mi:horizontal_rule"),
    ("spacer", "Space", "mi:height"),
    ("header", "Top of the mail", "mi:web_asset"),
    ("footer", "Small print", "mi:short_text"),
)
BLOCK_NAMES = {kind: name for kind, name, _ in BLOCKS}
ONCE_ONLY = ("columns", "header")
SPACES = [("Small", "small"), ("Medium", "medium"), ("Large", "large")]
HEADER_HINT = "Without a picture it is your name on your colour."
DOWN, UP, COPY, REMOVE = "Move down", "Move up", "Duplicate", "Remove"
REMOVED = "Removed: {}"
ADD, ADD_LEFT, ADD_RIGHT = "Add a part", "Add on the left", "Add on the right"
PLACE = "Fill in one of your places"
TOKENS = (
    ("First name", "{{first_name|there}}"),
    ("Last name", "{{last_name|friend}}"),
    ("Whole name", "{{full_name|friend}}"),
    ("Company", "{{company|your company}}"),
    ("E-mail address", "{{email}}"),
    ("Your business's name", "{{business_name}}"),
)
UPLOADING = "Uploading…"
AS_READ_BY = "As {} would read it"
EXAMPLE = "Thandi, who is invented,"
SIZE = "{} of 102 KB"
TEST_WHAT = [("The subject", "subject"), ("The sender's name", "sender"), ("The whole mail", "content")]
TEST_BY = [("clicks", "clicks"), ("opens", "opens"), ("orders", "orders")]
VERSIONS_NAME = "Versions of the mail"
VERSIONS = (("A", "Version A"), ("B", "Version B"))
TEST_SIZES = "Version A goes to {each}, version B to {each_b}. The better one goes to the other {rest} after {wait}."
TEST_TOO_FEW = "These are too few for a test: everybody gets version A."
HOURS = ("hour", "hours")
FILE_SIZE = "{} KB"
# The server holds to the same.
MAX_FILES = 5
MAX_FILES_BYTES = 5 * 1024 * 1024
MAX_PICTURE_BYTES = 10 * 1024 * 1024
TOO_MANY_FILES = "A mail has at most 5 files. Please take one away first."
FILES_TOO_LARGE = "“{}” has {}: all files of a mail together have at most 5 MB. A link to it does as well."
PICTURE_TOO_LARGE = "This picture has {}, and at most 10 MB can be uploaded."
MEGABYTES = "{} MB"
SAVE_TEMPLATE = "Save as a template"
TEMPLATE_SAVED = "“{}” is among your templates"
CHOOSE_TEMPLATE = "Choose a template"
TEMPLATE_TAKEN = "Began with “{}”"
WON = "Version {} went to the rest"
TRYING = "Two versions are being tried"
TRYING_UNTIL = "The better one goes to the rest {} after the last of these mails."
COST = "Cost so far: {}"
SPENT = "{} of {} spent"
EXPECTED = "About {} once all that waits has gone."
BUDGET_NEAR, BUDGET_OVER = "The budget is almost spent.", "The budget is spent."
