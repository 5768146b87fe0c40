"""A script with the genuine uplink library: it evaluates what it is asked, one JSON text a line.

python asked_uplink.py URL KEY FOLDER-OF-THE-APP'S-SERVER-CODE
"""

import json
import sys

import anvil.server
import anvil.tables.v2


def main():
    url, key, folder = sys.argv[1:]
    sys.path.insert(0, folder)
    anvil.server.connect(key, url=url, quiet=True)
    from evaluating import evaluate

    print(json.dumps("connected"), flush=True)
    for line in sys.stdin:
        print(json.dumps(evaluate(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
