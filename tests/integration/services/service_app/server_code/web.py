"""Endpoints and routes for the tests."""

import time

import anvil.http
import anvil.server
import anvil.users
from anvil.server import AppResponder, FormResponse, HttpResponse
from anvil.tables import app_tables


@anvil.server.http_endpoint("/hello/:name")
def hello(name, **query):
    return {"hello": name, "query": query}


@anvil.server.http_endpoint("/echo", methods=["GET", "POST", "PUT"])
def echo(**values):
    request = anvil.server.request
    return {
        "values": values,
        "method": request.method,
        "path": request.path,
        "form": request.form_params,
        "query": request.query_params,
        "cookie": request.headers.get("cookie"),
        "type": request.headers.get("content-type"),
        "body": request.body and request.body.get_bytes().decode(),
        "address": request.remote_address,
        "context": anvil.server.context.client.type,
        "caller": anvil.server.context.remote_caller.type,
        "trusted": anvil.server.context.remote_caller.is_trusted,
    }


@anvil.server.http_endpoint("/json", methods=["POST"])
def take_json():
    return anvil.server.request.body_json


@anvil.server.http_endpoint("/returns/:what")
def returns(what):
    return {
        "text": "plain ü",
        "number": 5,
        "none": None,
        "list": [1, {"a": True}],
        "media": anvil.BlobMedia("image/png", b"\x89PNG", 'a "b".png'),
        "letters": {"ü/": "😀"},
        "nan": [float("nan")],
        "huge": {"ü": 2**70},
        "object": {"deep": [object()]},
        "response": HttpResponse(201, "made", {"X-One": "1", "Content-Type": "text/x-own"}),
        "page": FormResponse("Main"),
    }[what]


@anvil.server.http_endpoint("/cookies")
def set_cookies():
    response = HttpResponse(body="set")
    response.headers.add("Set-Cookie", "a=1")
    response.headers.add("Set-Cookie", "b=2")
    response.headers.add("Set-Cookie", "anvil-session=stolen")
    anvil.server.cookies.local["seen"] = "yes"
    return response


@anvil.server.http_endpoint("/breaks")
def breaks():
    raise ValueError("secret detail")


@anvil.server.http_endpoint("/lost")
def lost():
    return anvil.server.call("no_such_function")


@anvil.server.http_endpoint("/basic", require_credentials=True)
def basic():
    return [anvil.server.request.username, anvil.server.request.password]


@anvil.server.http_endpoint("/member", authenticate_users=True)
def member():
    return anvil.server.request.user["email"]


@anvil.server.http_endpoint("/shared", enable_cors=True)
def shared():
    return "shared"


@anvil.server.http_endpoint("/visits")
def visits():
    anvil.server.session["visits"] = anvil.server.session.get("visits", 0) + 1
    return anvil.server.session["visits"]


@anvil.server.route("/shop/:thing", methods=["GET", "HEAD"])
def shop(thing):
    return HttpResponse(body=f"<h1>{thing}</h1>", headers={"Content-Type": "text/html; charset=utf-8"})


@anvil.server.route("/open/:form")
def open_form(form):
    return AppResponder(data={"n": 1}, meta={"title": "Opened <b>", "og:image": "/x.png"}).load_form(form, 7, b=8)


@anvil.server.callable
def fetch(url, **options):
    try:
        content = anvil.http.request(url, **options)
    except anvil.http.HttpError as error:
        return {"status": error.status, "content": error.content.get_bytes().decode()}
    return content.get_bytes().decode() if isinstance(content, anvil.Media) else content


@anvil.server.callable
def url_round_trip(text):
    return [anvil.http.url_encode(text), anvil.http.url_decode(anvil.http.url_encode(text))]


@anvil.server.route("/enter/:email")
def enter(email):
    anvil.users.force_login(app_tables.people.get(email=email))
    return "entered"


@anvil.server.http_endpoint("/slow/:seconds")
def slow(seconds):
    time.sleep(float(seconds))
    return "done"
