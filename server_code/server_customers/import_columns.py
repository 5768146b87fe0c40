"""Which column of a file holds which of our fields: under our own headers, HubSpot's, Google's, and others. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ..server_shared.errors import Invalid
from ..server_shared.validators import fold
from .import_reader import SourceTable

FIELD_LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "full_name": "Full name",
    "email": "E-mail",
    "phone": "Phone",
    "company": "Company",
    "address": "Address",
    "street": "Street",
    "city": "City",
    "region": "Region",
    "postal_code": "Postal code",
    "country": "Country",
    "status": "Status",
    "source": "Source",
    "tags": "Tags",
    "internal_notes": "Notes",
    "date_added": "Customer since",
    "last_contact_date": "Last contact",
}
IDENTIFYING = frozenset({"first_name", "last_name", "full_name", "email", "phone"})
SAMPLES = 3

# Folded names, words apart by single spaces, of each field.
_NAMES = {
    "first_name": "first name|firstname|given name|forename|vorname|nombre|nombres|prenom|voornaam|名",
    "last_name": "last name|lastname|surname|family name|nachname|familienname|apellido|apellidos|nom|achternaam|van|"
    "姓",
    "full_name": "name|full name|fullname|contact name|contact|display name|customer name|customer|guest name|"
    "nombre completo|volle naam|姓名|الاسم",
    "email": "email|e mail|email address|e mail address|mail|primary email|email 1|e mailadresse|e mail adresse|correo|"
    "correo electronico|epos|e pos|电子邮件|البريد الالكتروني",
    "phone": "phone|phone number|telephone|telephone number|tel|mobile|mobile phone|mobile phone number|mobile number|"
    "cell|cellphone|cell phone|cell number|contact number|primary phone|whatsapp|whatsapp number|work phone|"
    "home phone|telefon|telefonnummer|handy|mobil|telefono|movil|telefoon|selfoon|电话|手机|الهاتف",
    "company": "company|company name|associated company|organisation|organization|organization name|"
    "organization 1 name|business|business name|employer|account|account name|firma|unternehmen|empresa|"
    "maatskappy|公司",
    "address": "address|full address|postal address|mailing address|home address|adresse|anschrift|direccion|"
    "adres|地址",
    "street": "street|street address|address line 1|address 1|strasse|calle|straat",
    "city": "city|town|ort|stadt|ciudad|stad|城市",
    "region": "region|state|state region|province|county|bundesland|provincia|provinsie",
    "postal_code": "postal code|postcode|post code|zip|zip code|plz|postleitzahl|codigo postal|poskode",
    "country": "country|country region|land|pais|国家",
    "status": "status|contact status|lifecycle stage|customer status",
    "source": "source|lead source|original source|original traffic source|origin|quelle|origen|bron",
    "tags": "tags|tag|labels|label|group|groups|group membership|categories|etiquetas",
    "internal_notes": "notes|note|internal notes|comment|comments|remarks|message|description|notizen|bemerkung|"
    "bemerkungen|notas|notas internas|notizen|备注",
    "date_added": "date added|customer since|created|created at|create date|created date|creation date|date created|"
    "signed up|signup date",
    "last_contact_date": "last contact|last contact date|last contacted|last activity|last activity date|last seen",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_GOOGLE = re.compile(
    r"(e mail|email|phone|address|organization) \d+ "
    r"(value|formatted|street|city|region|postal code|country|name)"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def field_choices(own: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """The fields a column can be given, for a menu; the business's ``own`` ones (name → label) last."""
    return [{"value": field, "label": label} for field, label in {**FIELD_LABELS, **(own or {})}.items()]


def match_columns(table: SourceTable, own: Mapping[str, str] | None = None) -> list[str]:
    """A field for each column, '' where none fits. Later columns of a kind (a second phone) keep the field as well.

    A column with the label of one of the business's ``own`` fields (name → label) goes into that.
    """
    by_label = {_words(label): name for name, label in (own or {}).items()}
    fields = [by_label.get(_words(column)) or field_of_header(column) for column in table.columns]
    if {"first_name", "last_name"} & set(fields):
        fields = ["" if field == "full_name" else field for field in fields]
    if "email" not in fields:
        for index, field in enumerate(fields):
            if not field and _holds_emails(samples_of(table, index, 20)):
                fields[index] = "email"
                break
    return fields


def field_of_header(header: str) -> str:
    """The field a column name means, or ''."""
    name = _words(header)
    google = _GOOGLE.fullmatch(name)
    if google:
        group, part = google.groups()
        if part == "value":
            return "phone" if group == "phone" else "email"
        if group == "organization":
            return "company" if part == "name" else ""
        return {"formatted": "address", "postal code": "postal_code"}.get(part, part)
    return _FIELD_OF.get(name, "")


def _words(header: str) -> str:
    return " ".join(re.split(r"[\W_]+", fold(header))).strip()


def samples_of(table: SourceTable, column: int, count: int = SAMPLES) -> list[str]:
    """The first values of a column that are not empty, each shortened for the eye."""
    found: list[str] = []
    for row in table.rows[:200]:
        if row.cells[column] and len(found) < count:
            found.append(row.cells[column][:80])
    return found


def check_mapping(
    mapping: Mapping[str, str], columns: Sequence[str], own: Collection[str] = ()
) -> list[tuple[int, str]]:
    """``{"0": "email", …}`` as sorted pairs of column index and field. Raises Invalid for one that cannot be used."""
    pairs = []
    for key, field in mapping.items():
        if not (isinstance(key, str) and key.isascii() and key.isdigit() and int(key) < len(columns)):
            raise Invalid("The columns chosen are not those of the file.")
        if field and field not in FIELD_LABELS and field not in own:
            raise Invalid(f"There is no field “{field}” to import into.")
        if field:
            pairs.append((int(key), field))
    if not IDENTIFYING & {field for _, field in pairs}:
        raise Invalid("Choose at least one column with a name, an e-mail address or a telephone number.")
    return sorted(pairs)


def _holds_emails(values: Sequence[str]) -> bool:
    return bool(values) and sum(bool(_EMAIL.fullmatch(value)) for value in values) > len(values) * 0.8
