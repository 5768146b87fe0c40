"""What can be told about a field before the server is asked; the server decides again. Pure."""

MIN_PHONE_DIGITS = 10
MAX_PHONE_DIGITS = 15
MAX_EMAIL = 254

EMAIL_WRONG = "This is not an e-mail address."
PHONE_WRONG = "A phone number has 10 to 15 digits."


def problem_of_email(text):
    """What is wrong with an e-mail address, empty when it may be right; none at all is right."""
    text = (text or "").strip()
    if not text:
        return ""
    name, at, domain = text.rpartition("@")
    good = name and at and "." in domain.strip(".") and " " not in text and len(text) <= MAX_EMAIL
    return "" if good else EMAIL_WRONG


def problem_of_phone(text):
    """What is wrong with a telephone number, empty when it may be right."""
    digits = sum(character.isdigit() for character in text or "")
    if not (text or "").strip() or MIN_PHONE_DIGITS <= digits <= MAX_PHONE_DIGITS:
        return ""
    return PHONE_WRONG


CHECKS = {"email": problem_of_email, "phone": problem_of_phone}


def identity(typed):
    """What of `typed` {field: text} is enough to know somebody by: whole names, addresses and numbers, else nothing."""
    known = {name: (text or "").strip() for name, text in typed.items()}
    kept = {name: known[name] for name, problem_of in CHECKS.items() if known.get(name) and not problem_of(known[name])}
    if known.get("first_name") and known.get("last_name"):
        kept.update(first_name=known["first_name"], last_name=known["last_name"])
    return kept
