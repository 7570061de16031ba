"""RESP as a client of any version needs it: commands to bytes, bytes to values (errors are values too)."""
import socket


class Error(str):
    pass


def command(*args):
    parts = [a if isinstance(a, bytes) else str(a).encode() for a in args]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)


def value(f):
    line = f.readline()
    if not line.endswith(b"\r\n"):
        raise EOFError(line)
    kind, rest = line[:1], line[1:-2].decode()
    if kind == b"+":
        return rest
    if kind == b"-":
        return Error(rest)
    if kind == b":":
        return int(rest)
    if kind == b",":
        return float(rest)
    if kind == b"_":
        return None
    if kind == b"$":
        n = int(rest)
        return None if n < 0 else f.read(n + 2)[:-2].decode()
    if kind == b"*":
        return [value(f) for _ in range(int(rest))]
    if kind == b"%":
        return {value(f): value(f) for _ in range(int(rest))}
    raise ValueError(line)


def connect(path):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(20)
    s.connect(path)
    return s


class Redis:
    """A connection: called with a command, it gives the reply."""

    def __init__(self, path, proto=2):
        self.s = connect(path)
        self.f = self.s.makefile("rb")
        if proto == 3:
            self.hello = self("HELLO", "3")

    def __call__(self, *args):
        self.s.sendall(command(*args))
        return value(self.f)

    def pipeline(self, commands):
        self.s.sendall(b"".join(command(*c) for c in commands))
        return [value(self.f) for _ in commands]
