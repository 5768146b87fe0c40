"""The services as rows: what each is for, which of its keys are there, and how it is tried; pure."""

from . import texts

MAPS = "maps"


def as_rows(answer):
    """Items of `IntegrationRow` for the answer of `list_integrations`."""
    rows = [_row(each["name"], each["secrets"], each["test"]) for each in answer["integrations"]]
    rows.append(_row(MAPS, [{"name": "", "is_set": answer["has_maps_key"]}], None))
    return rows


def _row(name, secrets, test):
    title, text, icon = texts.INTEGRATIONS[name]
    state, tone = _state(secrets)
    missing = [secret["name"] for secret in secrets if secret["name"] and not secret["is_set"]]
    return {
        "name": name,
        "title": title,
        "text": text,
        "icon": icon,
        "state": state,
        "state_role": ["state", tone],
        "missing": texts.KEYS_MISSING.format(", ".join(missing)) if missing else "",
        "test": test if _can_be_tried(test, secrets) else None,
        "test_args": [name] if test in texts.TAKES_ITS_NAME else [],
        "test_text": texts.TESTS.get(test, ""),
        "is_set": all(secret["is_set"] for secret in secrets),
    }


def _can_be_tried(test, secrets):
    """What encrypts says itself what is missing; a service without any key cannot be asked."""
    return test == "try_encryption" or not secrets or any(secret["is_set"] for secret in secrets)


def _state(secrets):
    """In words, and the tone of its chip, whether the keys are there; nothing where none are needed."""
    present = sum(secret["is_set"] for secret in secrets)
    if not secrets:
        return "", "chip-neutral"
    if present == len(secrets):
        return texts.KEYS_SET, "chip-active"
    return (texts.KEYS_PARTLY, "chip-warning") if present else (texts.KEYS_NOT_SET, "chip-neutral")


def renewal(encryption):
    """What to say of the values that are encrypted, and whether there are some to encrypt anew."""
    values, old = encryption["values"], encryption["old"]
    if not values:
        return texts.ENCRYPTION_WORKS, False
    said = texts.ENCRYPTED_VALUES.format(texts.values(values))
    return (said + " " + texts.OLD_VALUES.format(old), True) if old else (said, False)
