"""Data bindings: properties that follow expressions, and expressions that take what the user entered."""

READ = "def read(self, component):\n component.{property} = ({code})\n"
WRITE = "def write(self, component):\n {code} = component.{property}\n"


class Binding:
    """One ``bind:`` or ``writeback:`` attribute; ``place`` says where it stands, for messages."""

    def __init__(self, component_name, property, code, writeback, place):
        self.component_name = component_name
        self.property = property
        self.code = code.strip()
        self.place = place
        names = {}
        self._compile(READ, names)
        if writeback:
            self._compile(WRITE, names)
        self._read = names["read"]
        self.write = names.get("write")

    def _compile(self, source, names):
        text = source.format(property=self.property, code=self.code)
        try:
            exec(compile(text, self.place, "exec"), names)  # noqa: S102 (a template's expressions are the app's own code)
        except SyntaxError as error:
            raise SyntaxError(f"{self.place}: the data binding of {self} cannot be {self._verb(source)}: {error.msg}")

    def _verb(self, source):
        return "written back to" if source is WRITE else "read"

    def __str__(self):
        name = f"self.{self.component_name}" if self.component_name else "self"
        return f"{name}.{self.property}"

    def apply(self, form, component):
        """Set the property; a missing key sets it to None."""
        try:
            self._read(form, component)
        except KeyError:
            setattr(component, self.property, None)

    def connect(self, form, component):
        """Write the target when the component says that its property was changed by the user; gives the handler."""

        def write(**_event):
            try:
                self.write(form, component)
            except KeyError:
                pass  # the item has no such key: nothing to write to, as nothing was there to be read
            except Exception as error:  # whatever the app raises: told where, and raised again
                error.add_note(f"while setting {self.code} = {self} in {self.place}")
                raise

        component.add_event_handler("x-anvil-write-back-" + self.property, write)
        return write

    def disconnect(self, component, handler):
        component.remove_event_handler("x-anvil-write-back-" + self.property, handler)


def apply_all(form, bound):
    """Apply every (binding, component); then raise what failed: the error itself when it was one, else RuntimeError."""
    failed = []
    for binding, component in bound:
        try:
            binding.apply(form, component)
        except Exception as error:  # noqa: BLE001 (the other bindings are applied all the same; raised below)
            error.add_note(f"in the data binding {binding} = {binding.code} of {binding.place}")
            failed.append(error)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        count = sum(getattr(error, "_failed_bindings", 1) for error in failed)
        error = RuntimeError(f"Data Binding update failed with {count} errors")
        error._failed_bindings = count
        raise error from failed[0]
