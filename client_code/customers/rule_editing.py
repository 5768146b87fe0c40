"""Rules while somebody edits them: new ones, what is typed turned into values, values turned into text. Pure."""

EMPTY_GROUP = {"operator": "AND", "conditions": []}


def new_condition(fields, operators):
    """A condition on the first field there is, with the first way to compare it."""
    return condition_on(fields[0], operators)


def condition_on(field, operators):
    """A condition on `field` without a value yet."""
    first = operators[field["kind"]][0]
    return {"field": field["name"], "op": first["value"], "value": None}


def takes(condition, fields, operators):
    """What the value of a condition is: `nothing, text, number, two_numbers, day, two_days, days, choices`."""
    field = fields.get(condition.get("field"))
    for operator in operators.get(field["kind"], ()) if field else ():
        if operator["value"] == condition.get("op"):
            return operator["takes"]
    return "nothing"


def typed(kind, first, second=""):
    """The value behind what was typed; None when it is not complete."""
    if kind == "nothing":
        return None
    if kind == "days":
        return whole(first)
    if kind == "number":
        return number(first)
    if kind == "choices":
        return [part.strip() for part in (first or "").split(",") if part.strip()] or None
    if kind in ("two_numbers", "two_days"):
        pair = [number(part) if kind == "two_numbers" else (part or "").strip() for part in (first, second)]
        return None if None in pair or "" in pair else pair
    return (first or "").strip() or None


def shown(value, kind="text"):
    """A value as the two texts of its boxes."""
    if kind in ("two_numbers", "two_days") and value:
        return str(value[0]), str(value[1])
    if isinstance(value, list):
        return ", ".join(str(part) for part in value), ""
    return "" if value is None else str(value), ""


def number(text):
    """A number as typed, with a point or a comma; None for anything else."""
    try:
        value = float(str(text).strip().replace(",", "."))
    except ValueError:
        return None
    return int(value) if value == int(value) else value


def whole(text):
    """A whole number of days, None for anything else."""
    value = number(text)
    return value if isinstance(value, int) and value >= 0 else None


def is_complete(rule, fields, operators):
    """Whether every condition has what it needs."""
    if "conditions" in rule:
        return all(is_complete(each, fields, operators) for each in rule["conditions"])
    return takes(rule, fields, operators) == "nothing" or rule.get("value") is not None
