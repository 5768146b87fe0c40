"""The stock server's own loader takes the server modules: without files, in any order, asking no server anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# Backwards, since the stock server promises no order.
LOAD = """
import json, sys
from pathlib import Path

import anvil_downlink_worker as worker
from anvil import _server, _threaded_server

def refuse(args, kwargs, fn_name=None, live_object=None):
    raise RuntimeError(f"{fn_name} was called while modules are imported")

_threaded_server.do_call = _server._do_call = refuse
folder, modules = Path(sys.argv[1]), []
for path in sorted(folder.rglob("*.py"), reverse=True):
    parts = path.relative_to(folder).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package else parts)
    modules.append({"name": name, "code": path.read_text(), "is_package": is_package})
worker.load_app({"package_name": "master_template", "server_modules": modules})
worker.load_app_modules()
print(json.dumps(list(_server.registrations)))
"""


def test_every_server_module_loads_as_the_stock_server_loads_it_and_addresses_keep_their_order() -> None:
    command = [sys.executable, "-c", LOAD, str(ROOT / "server_code")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    names = json.loads(done.stdout)
    own, any_campaign = "http:/v1/campaigns/templates", "http:/v1/campaigns/([^/]*)"
    assert names.index(own) < names.index(any_campaign)
    assert {"get_app_context", "task:send_messages", "route:/email/unsubscribe/([^/]*)"} <= set(names)
