"""Sends standard input to a Unix socket (or HOST:PORT), half closes, prints what comes back.

A netcat whose behaviour does not depend on which netcat is installed."""
import socket, sys

def connect(addr):
    if ":" in addr and "/" not in addr:
        host, port = addr.rsplit(":", 1)
        return socket.create_connection((host.strip("[]"), int(port)))
    s = socket.socket(socket.AF_UNIX)
    s.connect(addr)
    return s

try:
    s = connect(sys.argv[1])
except OSError as e:
    sys.exit("%s: %s" % (sys.argv[1], e))
s.settimeout(float(sys.argv[2]) if len(sys.argv) > 2 else 60)
s.sendall(sys.stdin.buffer.read())
s.shutdown(socket.SHUT_WR)
while True:
    data = s.recv(65536)
    if not data:
        break
    sys.stdout.buffer.write(data)
