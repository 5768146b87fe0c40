"""A model whose rows a page may write, through hooks of the server's own."""

from anvil.tables import app_tables


class Note(app_tables.notes.Row, client_writable=True):
    @classmethod
    def _do_create(cls, values, from_client):
        trusted = {"author": "somebody" if from_client else "the server"}
        return super()._do_create(values, from_client, trusted_values=trusted)

    def _do_update(self, updates, from_client):
        if updates.get("text") == "":
            raise ValueError("A note says something.")
        return super()._do_update(updates, from_client)


def first_note():
    return app_tables.notes.search()[0]
