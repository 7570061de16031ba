"""Clients that are slow, silent, endless, half closed or talk rubbish, against a running karezd.

usage: hostile.py SOCKET PORT PID IDLE-SECONDS MAX-CONNECTIONS [sanitized]
Every other connection is over TCP to PORT on this machine.
The daemon serves a collection "memos" with three or more documents about trade; idle_timeout and
max_connections are as given.  After each of them an honest client must get its answer at once, and
at the end the daemon must hold no more descriptors than before.  sanitized: memory says nothing.
Prints "N passed, N failed"."""
import errno, os, random, re, resource, select, socket, sys, time

PATH, PORT, PID, IDLE, MAX = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
PLAIN = "sanitized" not in sys.argv
WORKERS_FILES = 40  # workers open an index when they first need it
QUERY = b"SEARCH memos limit=3 : trade\n"
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("FAIL hostile.py %s %s" % (name, str(detail)[:400]))


connections = 0


def connect(timeout=20, tcp=None):
    global connections
    connections += 1
    if not (connections % 2 if tcp is None else tcp):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(timeout)
        s.connect(PATH)
    else:
        s = socket.create_connection(("localhost", PORT), timeout)
    return s


def read_all(s):
    """Until the server closes; None when it does not."""
    data = b""
    try:
        while True:
            part = s.recv(1 << 16)
            if not part:
                return data
            data += part
    except ConnectionResetError:
        return data
    except socket.timeout:
        return None


def read_lines(s, n):
    data = b""
    while data.count(b"\n") < n:
        part = s.recv(1 << 16)
        if not part:
            break
        data += part
    return data.split(b"\n")[:-1]


def ask(text, timeout=20):
    """One request over its own connection, half closed."""
    with connect(timeout) as s:
        s.sendall(text)
        s.shutdown(socket.SHUT_WR)
        return read_all(s)


def fds():
    return len(os.listdir("/proc/%d/fd" % PID))


def memory_kb():
    for line in open("/proc/%d/status" % PID):
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def check_memory(name, before, limit):
    more = memory_kb() - before
    check(name + " costs little memory", more < limit or not PLAIN, "%d kB more" % more)


def honest(name):
    """Another client is served, quickly."""
    start = time.time()
    got = ask(QUERY) or b""
    took = time.time() - start
    check(name + ": an honest client is served", got.startswith(b"=3 total="), got)
    check(name + ": at once", took < 2, "%.2f s" % took)


def closes(s, name, within):
    start = time.time()
    s.settimeout(within + 10)
    got = read_all(s)
    check(name + " is closed", got is not None and time.time() - start <= within + 5, time.time() - start)
    s.close()


# ---- one after the other ----

def split_bytes():
    with connect() as s:
        for b in QUERY:
            s.sendall(bytes([b]))
        check("one byte at a time", read_lines(s, 1)[0].startswith(b"=3 "))


def last_line_without_end():
    check("a last line without its end is answered", ask(b"PING\nPING") == b"+PONG\n+PONG\n")
    check("only a half close", ask(b"") == b"")
    check("empty lines", ask(b"\n\r\n\n \n") == b"")


def half_closed():
    got = ask(QUERY * 300) or b""
    check("half closed: every answer comes", got.count(b"=3 total=") == 300, got[-200:])


def pipelined_in_order():
    n = 2000
    lines = b"".join(b"@%d %s" % (i, QUERY if i % 3 else b"PING\n") for i in range(n))
    with connect() as s:
        s.setblocking(False)
        got, sent = b"", 0
        end = time.time() + 60
        while time.time() < end:
            readable, writable, _ = select.select([s], [s] if sent < len(lines) else [], [], 5)
            if writable:
                try:
                    sent += s.send(lines[sent:sent + 65536])
                except BlockingIOError:
                    pass
            if readable:
                got += s.recv(1 << 16)
            if got.count(b"@") >= n and got.endswith(b"\n"):
                break
        tags = [w[1:] for line in got.split(b"\n") if line[:1] in b"+=-" for w in line.split()[1:2]]
        check("pipelined: answers in the order of the requests", tags == [b"%d" % i for i in range(n)], tags[:20])


def rubbish():
    rng = random.Random(7)
    for i in range(60):
        data = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 3000)))
        if data[0] == 0x16:
            continue
        got = ask(data)
        check("rubbish %d ends" % i, got is not None)
        check("rubbish %d: errors only" % i, all(l[:1] in b"-+=" for l in (got or b"").split(b"\n") if l), got)


def nul_and_encoding():
    check("NUL", ask(b"SEARCH memos : a\0b\n").startswith(b"-BADREQUEST"))
    check("not UTF-8", ask(b"SEARCH memos : a\xffb\n").startswith(b"-ENCODING offset="))


def long_lines():
    for size, ok in ((65535, True), (65536, True), (65537, False), (70000, False), (3000000, False)):
        head = b"ANALYZE memos : "
        got = ask(head + b"x" * (size - len(head)) + b"\nPING\n") or b""
        lines = got.split(b"\n")
        if ok:
            check("line of %d bytes" % size, lines[0].startswith(b"=1") and lines[-2] == b"+PONG", got[:100])
        else:
            check("line of %d bytes" % size, lines == [b"-TOOLONG max=65536", b"+PONG", b""], got[:100])


def endless_line():
    before = memory_kb()
    with connect() as s:
        chunk = b"x" * 65536
        for _ in range(2000):
            s.sendall(chunk)
        check_memory("an endless line", before, 20000)
        s.sendall(b"\nPING\n")
        check("after an endless line", read_lines(s, 2) == [b"-TOOLONG max=65536", b"+PONG"])


def tls():
    for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), b"\x16"):
        check("TLS is closed", ask(data) == b"")


def http():
    got = ask(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nSEARCH memos : trade\r\n") or b""
    check("HTTP is refused once and closed", got.startswith(b"-BADREQUEST") and got.count(b"\n") == 1, got)


def vanishing():
    for i in range(100):
        s = connect()
        s.sendall(QUERY * (i % 10 + 1))
        if i % 3 == 0:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        s.close()
    honest("after 100 clients that went without their answers")


def deaf():
    """Asks and asks and takes nothing: it is not read any more, and others do not notice."""
    before = memory_kb()
    with connect() as s:
        s.setblocking(False)
        sent, request = 0, b"SEARCH memos limit=1000 snippets=3 : trade\n" * 100
        end = time.time() + 3
        while time.time() < end:
            try:
                sent += s.send(request)
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:
                break  # closed: it was deaf for IDLE
        honest("beside a deaf client")
        check("a deaf client is stopped", sent < 50000000, sent)
        check_memory("a deaf client", before, 100000)


def idle_closed():
    return int(re.search(rb'"connections_idle","value":(\d+)', ask(b"STATS\n")).group(1))


def deaf_is_closed():
    # Over TCP the end stays behind what the client does not read, so the daemon is asked.
    for tcp in (False, True):
        before = idle_closed()
        s = connect(tcp=tcp)
        s.sendall(b"HELP\n" * 4000)
        end = time.time() + IDLE + 8
        while idle_closed() == before and time.time() < end:
            time.sleep(0.2)
        check("a client that takes no output is closed", time.time() < end)
        s.close()


def silent():
    s = connect()
    closes(s, "a silent client", IDLE)
    s = connect()
    s.sendall(b"SEARCH memos")
    closes(s, "a client silent in the middle of a line", IDLE)


def dripping():
    """A byte now and then, and never a line."""
    s = connect()
    start = time.time()
    alive = True
    while alive and time.time() < start + IDLE + 6:
        try:
            s.send(b"x")
        except OSError as e:
            alive = e.errno not in (errno.EPIPE, errno.ECONNRESET)
        time.sleep(0.2)
    check("a dripping client is closed", not alive)
    s.close()


def busy_is_not_idle():
    s = connect()
    for _ in range(int(IDLE * 3) + 2):
        s.sendall(b"PING\n")
        check("a client that asks now and then stays", read_lines(s, 1) == [b"+PONG"])
        time.sleep(IDLE * 0.5)
    s.close()


def too_many():
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX + 100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    all_of_them = [connect() for _ in range(MAX)]
    all_of_them[0].sendall(b"PING\n")
    check("the first of many", read_lines(all_of_them[0], 1) == [b"+PONG"])
    all_of_them[-1].sendall(QUERY)
    check("the last of many", read_lines(all_of_them[-1], 1)[0].startswith(b"=3 "))
    extra = connect()
    check("one too many is told", read_all(extra) == b"-BUSY too many connections (max %d)\n" % MAX)
    extra.close()
    for s in all_of_them:
        s.close()
    time.sleep(0.3)
    honest("after too many")


for _ in range(20):  # the workers open the index, those too that are woken only when others are busy
    ask(QUERY.replace(b" :", b" cache=off :") * 50)
files, memory = fds() + WORKERS_FILES, memory_kb()
for test in (split_bytes, last_line_without_end, half_closed, pipelined_in_order, rubbish, nul_and_encoding, long_lines,
             endless_line, tls, http, vanishing, deaf, deaf_is_closed, silent, dripping, busy_is_not_idle, too_many):
    try:
        test()
    except Exception as e:
        check(test.__name__, False, repr(e))
    honest(test.__name__)
for _ in range(30):
    if fds() <= files:
        break
    time.sleep(0.1)
check("no descriptor is lost", fds() <= files, "%d, at most %d" % (fds(), files))
check_memory("all of this", memory, 60000)
print("%d passed, %d failed" % (passed, failed))
