"""What the screen of broadcasts says."""

EVERYONE, SEGMENT, LIST, CONTACTS = "everyone", "segments", "list", "contacts"
WHO = [
    ("Everybody who agreed", EVERYONE),
    ("A segment", SEGMENT),
    ("A newsletter list", LIST),
    ("Chosen people", CONTACTS),
]
WHICH = {SEGMENT: "Segment", LIST: "List"}
NONE_YET = {SEGMENT: "There are no segments yet.", LIST: "There are no lists yet."}
SEND = "Send to {}"
SEND_TITLE = "Send to {}?"
SEND_TEXT = "“{}” goes out now. What has gone cannot be taken back."
KEEP = "Not yet"
SENT = "“{}” is on its way"
SCHEDULED = "“{}” goes at the time you chose"
NEEDS_SUBJECT = "Please write a subject."
NEEDS_TEXT = "Please write what it says."
NEEDS_TIME = "Please choose a time to come."
EMPTY = ("Nothing sent yet", "What you send from here is listed here, with what became of it.", "")
