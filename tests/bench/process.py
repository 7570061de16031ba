"""Programs under measurement: run to their end, or served from, on given cores, always ended by pid."""
import contextlib, ctypes, os, signal, socket, subprocess, sys, threading, time

LIMIT = 3600    # seconds that one program may take

TICK = os.sysconf("SC_CLK_TCK")
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def say(text):
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def pinned(cores):
    """What is started inside runs on these cores; None: on all."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def some_cores(n):
    return set(sorted(os.sched_getaffinity(0))[-n:])


def spawn(cmd, cores=None, **options):
    """A program that ends with this one, however that ends."""
    with pinned(cores):
        return subprocess.Popen(cmd, preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM), **options)


class Run:
    """One program run to its end: what it took, and its standard output."""

    def __init__(self, cmd, cores=None):
        began = time.monotonic()
        p = spawn(cmd, cores, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        complaint = []
        helpers = [threading.Timer(LIMIT, p.kill), threading.Thread(target=lambda: complaint.append(p.stderr.read()))]
        for h in helpers:
            h.daemon = True     # so that they do not keep us when we are to end
            h.start()
        self.out = p.stdout.read()
        helpers[1].join()
        _, status, usage = os.wait4(p.pid, 0)
        helpers[0].cancel()
        p.returncode = os.waitstatus_to_exitcode(status)
        p.stdout.close()
        p.stderr.close()
        if p.returncode:
            raise SystemExit("bench: %s ended with %d: %s" % (" ".join(cmd), p.returncode, complaint[0][-2000:]))
        self.seconds = time.monotonic() - began
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mb = usage.ru_maxrss * 1024 / 1e6


class Server:
    """A server on a Unix socket of its own; `with` ends it."""

    def __init__(self, cmd, sock, cores=None, log=os.devnull):
        self.addr = "unix:" + sock
        with open(log, "ab") as f:
            self.process = spawn(cmd, cores, stdin=subprocess.DEVNULL, stdout=f, stderr=f)
        for _ in range(1200):
            if self.process.poll() is not None:
                break
            try:
                with socket.socket(socket.AF_UNIX) as s:
                    s.connect(sock)
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        with open(log, errors="replace") as f:
            raise SystemExit("bench: %s does not serve: %s" % (cmd[0], f.read()[-2000:]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def cpu(self):
        """Seconds of processor time until now."""
        with open("/proc/%d/stat" % self.process.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def rss_mb(self):
        with open("/proc/%d/status" % self.process.pid) as f:
            return int(next(l for l in f if l.startswith("VmRSS")).split()[1]) * 1024 / 1e6

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
