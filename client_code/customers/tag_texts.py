"""What the screens of tags say."""

EMPTY = (
    "No tags yet",
    "Tags are words on contacts: VIP, Wholesale, Fair 2026. Give a contact one, and it shows here.",
    "Show contacts",
)
COUNT = ("tag", "tags")
EDIT_TITLE = "Change the tag"
NEEDS_NAME = "Please give the tag a name."
JOINS = "There is a tag of this name: the two become one."
EDIT = "Rename or colour"
SHOW = "Show contacts"
DELETE = "Delete"
RENAMED = "“{}” is now “{}”, on {}."
DELETED = "“{}” deleted from {}."
COLORS = {
    "neutral": "Grey",
    "green": "Green",
    "blue": "Blue",
    "violet": "Violet",
    "amber": "Amber",
    "red": "Red",
}
