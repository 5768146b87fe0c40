"""Endpoints, routes and cookies, as Anvil documents them."""

import datetime

import anvil.http
import anvil.server
import anvil.users
from anvil.server import AppResponder, FormResponse, HttpResponse
from anvil.tables import app_tables


@anvil.server.http_endpoint("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
def echo(**arguments):
    request = anvil.server.request
    return {
        "arguments": arguments,
        "method": request.method,
        "path": request.path,
        "query": request.query_params,
        "form": request.form_params,
        "body": request.body and request.body.get_bytes().decode("utf-8", "replace"),
        "body type": request.body and request.body.content_type,
        "body name": request.body and request.body.name,
        "json": request.body_json,
        "origin": request.origin,
        "address": request.remote_address,
        "user": request.user,
        "client": [anvil.server.context.client.type, anvil.server.context.client.ip],
    }


@anvil.server.http_endpoint("/items/:kind/:number")
def item(kind, number, **others):
    return [kind, number, others]


@anvil.server.http_endpoint("/files/list")
def list_files():
    return "list"


@anvil.server.http_endpoint("/files/:name")
def one_file(name):
    return name


VALUES = {
    "text": "grün",
    "empty": "",
    "number": 5,
    "float": 2.5,
    "true": True,
    "none": None,
    "list": [1, "a", None],
    "tuple": (1, 2),
    "dict": {"ü": {"b": [1.5]}},
    "large": 2**70,
    "bytes": b"x",
    "set": {1},
    "keys": {1: 2},
    "date": {"when": datetime.date(2026, 1, 31)},
    "time": [datetime.datetime(2026, 1, 31, tzinfo=datetime.timezone.utc)],
    "object": object(),
    "form": FormResponse("Main"),
    "html": anvil.BlobMedia("text/html", b"<b>x</b>", "ä b.html"),
    "untyped": anvil.BlobMedia(None, b"x"),
    "made": HttpResponse(201, "made", {"X-One": "1", "Location": "/made"}),
    "moved": HttpResponse(302, headers={"Location": "/elsewhere"}),
    "json": HttpResponse(418, {"tea": "pot"}),
    "nothing": HttpResponse(204),
    "nothing said": HttpResponse(204, "text", {"X-One": "1"}),
    "no status": HttpResponse("ok"),
    "status of none": HttpResponse(99),
    "two headers": HttpResponse(headers={"X-One": "1\r\nSet-Cookie: a=1"}),
    "no header": HttpResponse(headers={"X One": "1"}),
    "own length": HttpResponse(body="four", headers={"Content-Length": "2", "Connection": "upgrade"}),
    "own type": HttpResponse(body="<p>", headers={"content-type": "text/html"}),
}


@anvil.server.http_endpoint("/values/:name")
def value(name):
    return VALUES[name]


@anvil.server.http_endpoint("/row")
def row():
    return {"row": app_tables.users.add_row(email="row@office.test")}


@anvil.server.http_endpoint("/breaks")
def breaks():
    raise ValueError("inside")


@anvil.server.http_endpoint("/lost")
def lost():
    return anvil.server.call("no_such_function")


@anvil.server.http_endpoint("/credentials", require_credentials=True)
def credentials():
    return [anvil.server.request.username, anvil.server.request.password]


@anvil.server.http_endpoint("/members", authenticate_users=True)
def members():
    return [anvil.server.request.user["email"], anvil.users.get_user()["email"]]


@anvil.server.http_endpoint("/shared", enable_cors=True)
def shared():
    return "shared"


@anvil.server.http_endpoint("/partners", enable_cors="https://partner.test")
def partners():
    return HttpResponse(body="partners", headers={"X-One": "1"})


@anvil.server.http_endpoint("/visits")
def visits():
    anvil.server.session["visits"] = anvil.server.session.get("visits", 0) + 1
    return anvil.server.session["visits"]


@anvil.server.http_endpoint("/visits/anywhere", cross_site_session=True)
def visits_from_anywhere():
    return visits()


@anvil.server.callable
def visit():
    return visits()


@anvil.server.callable
def request_outside_of_an_endpoint():
    return anvil.server.request.path


@anvil.server.callable
@anvil.server.http_endpoint("/cookie")
def cookie(operation="get", name="a", value=None, kind="local", days=30):
    """Do something with a cookie; what ``get`` finds afterwards, in the same request."""
    cookies = getattr(anvil.server.cookies, kind)
    if operation == "set":
        cookies.set(float(days), **{name: value})
    elif operation == "item":
        return cookies[name]
    elif operation == "delete":
        del cookies[name]
    elif operation == "clear":
        cookies.clear()
    return cookies.get(name, "nothing")


@anvil.server.callable
def cookie_error(operation, *args):
    try:
        cookie(operation, *args)
    except Exception as error:
        return [type(error).__name__, str(error)]


@anvil.server.callable
def keep_file_in_cookie():
    anvil.server.cookies.local["file"] = anvil.BlobMedia("text/plain", b"")


@anvil.server.callable
def keep_date_in_cookie():
    anvil.server.cookies.local["when"] = datetime.date(2026, 1, 31)
    return anvil.server.cookies.local["when"].isoformat()


@anvil.server.route("/")
def home():
    return AppResponder(data={"visits": 1}, meta={"title": "Home <1>", "og:image": "asset:hello.txt"}).load_app()


@anvil.server.route("/open/:form")
def open_form(form, **query):
    return FormResponse(form, 7, query=query)


@anvil.server.route("/files/:form")
def open_with_file(form):
    letter = anvil.BlobMedia("text/plain", b"Dear visitor", "letter.txt")
    return AppResponder(data={"files": [letter]}).load_form(form, letter)


@anvil.server.callable
def text_of(media):
    return media.get_bytes().decode()


@anvil.server.route("/plain/:word", methods=["GET", "HEAD", "POST"])
def plain(word):
    return word


@anvil.server.route("/hop")
def hop():
    return HttpResponse(303, headers={"Location": anvil.server.get_app_origin() + "/plain/landed"})


@anvil.server.callable
def fetch(url, **options):
    """What ``anvil.http.request`` brings, or ``[class, status, content]`` of its error."""
    try:
        answer = anvil.http.request(url, **options)
    except anvil.http.HttpError as error:
        content = error.content
        return [type(error).__name__, str(error), error.status, content.get_bytes().decode()]
    if isinstance(answer, anvil.Media):
        return [answer.content_type, answer.get_bytes().decode()]
    return answer


@anvil.server.callable
def url_encoded(text):
    return anvil.http.url_encode(text)


@anvil.server.callable
def url_decoded(text):
    return anvil.http.url_decode(text)
