"""What the screens of contacts say of the business's own fields."""

ANSWERS = (("Yes", True), ("No", False))
NOTHING = "–"
