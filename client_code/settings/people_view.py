"""The people of the business as the rows of their screen; pure."""

from ..shared import formats
from . import people_texts as texts


def groups(answer, me, ago, exact):
    """The items of the `RoleGroup`s: for each role its title, its seats and its people."""
    seats = {seat["role"]: seat for seat in answer["seats"]}
    found = []
    for role, title in texts.ROLE_GROUPS:
        people = [person_row(person, me, ago, exact) for person in answer["people"] if person["role"] == role]
        found.append(
            {
                "title": title,
                "about": texts.ROLE_ABOUT[role],
                "seats": seats_text(seats[role]),
                "people": people,
                "nobody": not people,
            }
        )
    return found


def seats_text(seat):
    """How many places of a role are taken."""
    if seat["role"] == "owner":
        return texts.ONE_SEAT
    return texts.SEATS.format(seat["taken"], seat["seats"])


def person_row(person, me, ago, exact):
    """The item of a `PersonRow`."""
    count = len(person["overrides"])
    seen = person["last_login"]
    return dict(
        person,
        name=person["name"] or person["email"],
        you=texts.YOU if person["email"] == me["email"] else "",
        state=texts.STATUS.get(person["status"], ""),
        own=formats.plural(count, *texts.OWN_PERMISSIONS) if count else "",
        seen=texts.LAST_SEEN.format(ago(seen)) if seen else texts.NEVER,
        seen_exact=exact(seen),
        can_inherit=me["role"] == "owner" and person["role"] != "owner" and person["status"] == "active",
    )


def invitation_row(invitation, role_name, exact):
    """The item of an `InvitationRow`."""
    return dict(
        invitation,
        title=invitation["name"] or invitation["email"],
        address=invitation["email"] if invitation["name"] else "",
        role_name=role_name,
        until=texts.EXPIRES.format(exact(invitation["expires_at"])),
    )


def permission_rows(permissions, may):
    """The items of the `PermissionRow`s; `may` tells what the person at the screen holds, and so can give or take."""
    return [
        {
            "name": entry["permission"],
            "text": texts.permission(entry["permission"]),
            "held": entry["held"],
            "by_role": entry["why"] in ("role", "removed"),
            "why": texts.WHY[entry["why"]] if may(entry["permission"]) else texts.NOT_YOURS,
            "enabled": may(entry["permission"]),
        }
        for entry in sorted(permissions, key=lambda entry: texts.order(entry["permission"]))
    ]


def why(held, by_role):
    """Why a permission is held or not."""
    if held == by_role:
        return texts.WHY["role" if held else "none"]
    return texts.WHY["added" if held else "removed"]


def overrides(rows):
    """What differs from the role: `{permission: held}`."""
    return {row["name"]: row["held"] for row in rows if row["held"] != row["by_role"]}
