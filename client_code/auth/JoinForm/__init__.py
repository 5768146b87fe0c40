"""Where the link of an invitation leads: a name, a password, and in."""

from anvil import handle

from ...shared import app_context, fields, navigation_helpers, pages
from ...shared import texts as shared_texts
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import JoinFormTemplate


class JoinForm(JoinFormTemplate):
    def __init__(self, invitation="", **address):
        self.invitation = invitation
        super().__init__()
        self.boxes = {"name": self.txt_name, "password": self.txt_password}
        self.show_problem("")
        user = app_context.user()
        if user:
            self.close(texts.JOIN_SIGNED_IN.format(user["name"], user["email"]), texts.JOIN_SIGN_OUT)
        else:
            self.look()

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("join", invitation=self.invitation)
        fields.autocomplete(self.txt_name, "name")
        fields.autocomplete(self.txt_password, "new-password")
        if self.fields_part.visible:
            (self.txt_password if self.txt_name.text else self.txt_name).focus()

    def look(self):
        """Ask who is invited to what; a link that does not hold any more says so."""
        try:
            found = call("look_at_invitation", self.invitation)["invitation"]
        except CallFailed as problem:
            return self.close(problem.text, texts.TO_SIGN_IN)
        business = app_context.config().get("business_name") or "Mybizz"
        role = shared_texts.ROLES[found["role"]].lower()
        about = texts.JOIN_CUSTOMER if found["role"] == "customer" else texts.JOIN_TEXT
        self.lbl_title.text = texts.JOIN_TITLE.format(business)
        self.lbl_text.text = about.format(role, found["email"])
        self.txt_name.text = found["name"]
        self.btn_leave.visible = False

    def close(self, text, action):
        """Say why nobody can join here now, and offer the way on."""
        self.lbl_title.text, self.lbl_text.text, self.btn_leave.text = texts.JOIN_CLOSED, text, action
        self.fields_part.visible, self.btn_leave.visible = False, True

    @handle("btn_join", "click")
    @handle("txt_name", "pressed_enter")
    @handle("txt_password", "pressed_enter")
    def btn_join_click(self, **event_args):
        missing = {}
        if not (self.txt_name.text or "").strip():
            missing["name"] = texts.ENTER_NAME
        if not self.txt_password.text:
            missing["password"] = texts.ENTER_PASSWORD
        fields.show_errors(self.boxes, missing, texts.JOIN_HINTS)
        if missing:
            return
        self.btn_join.enabled = False
        try:
            answer = call("accept_invitation", self.invitation, self.txt_name.text, self.txt_password.text)
        except CallFailed as problem:
            return self.refused(problem)
        finally:
            self.btn_join.enabled = True
        app_context.remember(answer)
        navigation_helpers.navigate_to_dashboard()

    def refused(self, problem):
        """Show what is wrong with a field; anything else is the end of this invitation."""
        if problem.code in ("forbidden", "duplicate"):
            return self.close(problem.text, texts.TO_SIGN_IN)
        elsewhere = fields.show_errors(self.boxes, problem.fields, texts.JOIN_HINTS)
        self.show_problem(elsewhere if problem.fields else problem.text)

    @handle("btn_leave", "click")
    def btn_leave_click(self, **event_args):
        if not app_context.user():
            return pages.open_page("sign-in")
        app_context.remember(call("sign_out"))
        pages.open_page("join", invitation=self.invitation)

    @handle("txt_password", "trailing_icon_click")
    def txt_password_trailing_icon_click(self, **event_args):
        fields.toggle_hidden(self.txt_password)

    def show_problem(self, text):
        """Say what concerns no single field; an empty text takes no room."""
        fields.tell(self.lbl_problem, text)
