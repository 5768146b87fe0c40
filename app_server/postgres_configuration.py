"""What the embedded PostgreSQL is told in its configuration file, at its start and while it runs."""

from __future__ import annotations

from pathlib import Path

FILE = "app_server.conf"
# A process's pool has 20 connections; its queue, its notices and its uplinks have some of their own.
CONNECTIONS_OF_A_PROCESS = 35
OTHER_CONNECTIONS = 60
# Of the same length, so that one takes the other's place on a disk that has no room for a new file.
WRITING, READING_ONLY = "default_transaction_read_only = off\n", "default_transaction_read_only = on \n"
CONFIGURATION = """\
# Written at every start by the App Server; put settings of your own into postgresql.auto.conf.
listen_addresses = ''
unix_socket_directories = '{socket_dir}'
# Authentication is by trust: only the account that runs the server may reach the socket.
unix_socket_permissions = 0700
max_connections = {max_connections}
shared_buffers = 32MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
jit = off
# Serializable transactions: remember rows one by one for longer before locking whole pages, so that fewer conflict.
max_pred_locks_per_transaction = 256
# After an import the planner should know the tables' new size within seconds, not after a minute.
autovacuum_naptime = 5s
timezone = 'UTC'
log_timezone = 'UTC'
"""


def write(cluster: Path, socket_dir: Path, processes: int) -> None:
    """Tell a server that is about to start; each connection that is possible costs memory."""
    file = cluster / FILE
    connections = OTHER_CONNECTIONS + processes * CONNECTIONS_OF_A_PROCESS
    file.write_text(CONFIGURATION.format(socket_dir=socket_dir, max_connections=connections) + WRITING)
    file.chmod(0o644)


def change_writing(cluster: Path, *, allowed: bool) -> bool:
    """Change whether transactions may write, from when the server reads its file again; False when it is so already."""
    before, after = (READING_ONLY, WRITING) if allowed else (WRITING, READING_ONLY)
    with (cluster / FILE).open("r+b") as file:
        place = file.read().find(before.encode())
        if place < 0:
            return False
        file.seek(place)
        file.write(after.encode())
    return True
