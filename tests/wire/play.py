"""Plays wire transcripts (README.md) against a running daemon.

usage: play.py ADDRESS FILE...      ADDRESS is a socket's path or HOST:PORT; a FILE whose name does not
                                    end in .txt is a man page: its lines that begin with C: or S: are played
Prints each line that differs, then "wire: N passed, N failed"."""
import re, socket, sys

MASKED = re.compile(r'\b(took_us|generation|revision)=\d+|("score"):\d+\.\d+')


def connect(address):
    if ":" in address and "/" not in address:
        host, port = address.rsplit(":", 1)
        s = socket.create_connection((host.strip("[]"), int(port)))
    else:
        s = socket.socket(socket.AF_UNIX)
        s.connect(address)
    s.settimeout(20)
    return s


def unescape(text):
    parts = re.split(r"(\\x[0-9a-f]{2}|\\r|\\\\)", text)
    plain = {"\\r": b"\r", "\\\\": b"\\"}
    return b"".join(
        bytes([int(p[2:], 16)]) if re.fullmatch(r"\\x[0-9a-f]{2}", p) else plain.get(p, p.encode()) for p in parts)


def lines_of(path):
    manual = not path.endswith(".txt")
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if manual:
            line = line.replace("\\e", "\\").replace("\\-", "-") if re.match(r"[CS][:~] ", line) else ""
        if line and not line.startswith(("#", "needs: ")):
            yield number, line


class Session:
    def __init__(self, address):
        self.address, self.sock = address, None

    def send(self, data):
        if self.sock is None:
            self.sock = connect(self.address)
            self.file = self.sock.makefile("rb")
        try:
            self.sock.sendall(data + b"\n")
        except OSError:
            pass  # the server may have closed; an S line will say so

    def receive(self):
        try:
            line = self.file.readline() if self.sock else b""
        except OSError:
            return None
        return line[:-1].decode("utf-8", "replace") if line.endswith(b"\n") else None

    def left_over(self):
        """What the server still has to say after the last line."""
        if self.sock is None:
            return b""
        try:
            self.sock.shutdown(socket.SHUT_WR)
            return self.file.read()
        except OSError:
            return b""
        finally:
            self.sock.close()
            self.sock = None


def same(kind, want, got):
    if got is None:
        return False
    if kind == "~":
        return re.fullmatch(want, got) is not None
    hide = lambda s: MASKED.sub(lambda m: m.group(1) or m.group(2), s)
    return hide(want) == hide(got)


def play(address, path):
    session, passed, failed = Session(address), 0, []
    for number, line in lines_of(path):
        who, text = line[:2], line[3:]
        if who in ("C:", "C\\"):
            session.send(text.encode() if who == "C:" else unescape(text))
        elif who in ("S:", "S~", "S."):
            got = session.receive()
            closed = who == "S." and got is None
            if closed:
                session.sock.close()
                session.sock = None
            if closed or (who != "S." and same(who[1], text, got)):
                passed += 1
            else:
                failed.append(f"{path}:{number}: wanted {line}\n    got {got if got is not None else 'nothing'}")
        else:
            failed.append(f"{path}:{number}: neither C: nor S:")
    rest = session.left_over()
    if rest:
        failed.append(f"{path}: left over: {rest[:200]!r}")
    return passed, failed


def main():
    passed, failed = 0, []
    for path in sys.argv[2:]:
        p, f = play(sys.argv[1], path)
        passed += p
        failed += f
    for f in failed:
        print("FAIL " + f)
    print(f"wire: {passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
