"""What people sign up by: the forms and the newsletters, each with its pages, its calls and its words."""

from collections import namedtuple

from . import form_view, list_view, texts

# `section` is the choice on top and the key of the server's answer, `key` that of one's id; `as_row` makes the items.
Kind = namedtuple("Kind", "section page page_of_one editor icon key fetch archive restore as_row empty archived in_use")

FORMS = Kind(
    section="forms",
    page="lead-forms",
    page_of_one="lead-form",
    editor="lead-form-edit",
    icon="mi:open_in_new",
    key="form_id",
    fetch="list_lead_forms",
    archive="archive_lead_form",
    restore="restore_lead_form",
    as_row=form_view.as_row,
    empty=texts.EMPTY_FORMS,
    archived=texts.ARCHIVED_FORMS,
    in_use=texts.IN_USE_FORMS,
)
LISTS = Kind(
    section="lists",
    page="lists",
    page_of_one="list",
    editor="list-edit",
    icon="mi:group",
    key="list_id",
    fetch="list_mailing_lists",
    archive="archive_mailing_list",
    restore="restore_mailing_list",
    as_row=list_view.as_row,
    empty=texts.EMPTY_LISTS,
    archived=texts.ARCHIVED_LISTS,
    in_use=texts.IN_USE_LISTS,
)
PAGES = {kind.section: kind.page for kind in (FORMS, LISTS)}
