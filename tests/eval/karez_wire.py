"""The line protocol in Python, for tests, evaluation and benchmarks (standard library only)."""
import json, os, socket, subprocess, sys, time


class Reply:
    def __init__(self, kind, head, rows):
        self.kind, self.head, self.rows = kind, head, rows

    def value(self, key, default=None):
        for part in self.head.split():
            if part.startswith(key + "="):
                return part[len(key) + 1:]
        return default

    def hits(self):
        return [r for r in self.rows if "facet" not in r]


class Client:
    def __init__(self, addr, timeout=120):
        if addr.startswith("unix:"):
            addr = addr[5:]
        if addr.startswith("/"):
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(timeout)
            self.sock.connect(addr)
        else:
            host, port = addr.rsplit(":", 1)
            self.sock = socket.create_connection((host, int(port)), timeout)
        self.file = self.sock.makefile("rb")

    def send(self, line):
        assert "\n" not in line
        self.sock.sendall(line.encode() + b"\n")

    def receive(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError("connection closed in a reply")
        text = line[:-1].decode()
        kind, rows = text[0], []
        if kind == "=":
            count = text[1:].split(" ", 1)[0]
            rows = [json.loads(self.file.readline()) for _ in range(int(count))]
        return Reply(kind, text[1:], rows)

    def call(self, line):
        self.send(line)
        return self.receive()

    def close(self):
        self.file.close()
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.close()


def index(build, where, sources, *args):
    """Makes an index with karez-index."""
    p = subprocess.run([os.path.join(build, "indexer/karez-index"), "--quiet", "--index", where, *args, *sources],
                       capture_output=True, text=True)
    if p.returncode:
        sys.exit("karez-index failed (%d): %s" % (p.returncode, p.stderr))


class Daemon:
    """A karezd of one's own on a Unix socket; stopped by pid."""

    def __init__(self, build, sock, indexes, args=(), log=None):
        self.addr = "unix:" + sock
        cmd = [os.path.join(build, "daemon/karezd")]
        for name, path in indexes:
            cmd += ["--index", name + "=" + path]
        self.log = open(log or os.devnull, "ab")
        self.process = subprocess.Popen(cmd + ["--listen", self.addr, *args], stderr=self.log, stdout=self.log)
        for _ in range(400):
            if self.process.poll() is not None:
                raise RuntimeError("karezd ended with %s; log: %s" % (self.process.returncode, log))
            try:
                c = Client(self.addr)
                ok = c.call("PING").kind == "+"
                c.close()
                if ok:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError("karezd does not answer")

    def rss_kb(self):
        with open("/proc/%d/status" % self.process.pid) as f:
            return int(next(l for l in f if l.startswith("VmRSS")).split()[1])

    def fds(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def stop(self):
        self.process.terminate()
        code = self.process.wait(30)
        self.log.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.stop()
