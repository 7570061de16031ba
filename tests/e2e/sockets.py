"""A service manager in little, for socket activation: opens sockets, starts the program with them as descriptors 3,
4, ... when the first client knocks, and again for the next client after it has ended.
usage: sockets.py [-n] NAMES SOCKET... -- PROGRAM ARGS...

-n: starts it at once.  NAMES is LISTEN_FDNAMES ("-": not set).  A SOCKET is PATH or HOST:PORT (port 0: the one that was found
is written to standard output), listening; "dgram:PATH", "idle:PATH" (does not listen) and "file:PATH" are what must be
refused.  The pid of the program is written to standard output as well.  Ends as the program does unless that is 0;
on SIGTERM ends the program first."""
import os, select, signal, socket, sys

def opened(what):
    kind, _, rest = what.partition(":")
    if kind == "file":
        return os.open(rest, os.O_RDONLY)
    local = "/" in what
    s = socket.socket(socket.AF_UNIX if local else socket.AF_INET, socket.SOCK_DGRAM if kind == "dgram" else socket.SOCK_STREAM)
    if kind in ("dgram", "idle"):
        s.bind(rest)
        return s.detach()
    if local:
        s.bind(what)
    else:
        s.bind((kind, int(rest)))
        print("port", s.getsockname()[1], flush=True)
    s.listen(64)
    return s.detach()

def become(program, fds, names):
    high = [os.dup2(fd, 100 + i) for i, fd in enumerate(fds)]   # 3 and on may be among them
    for i, fd in enumerate(high):
        os.dup2(fd, 3 + i, inheritable=True)
    os.closerange(3 + len(fds), 200)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(fds)))
    if names != "-":
        os.environ["LISTEN_FDNAMES"] = names
    os.execv(program[0], program)

child, ending = 0, False

def end(*_):
    global ending
    ending = True
    if not child:
        os._exit(0)
    os.kill(child, signal.SIGTERM)

def main():
    global child
    args = sys.argv[1:]
    at_once = args[0] == "-n"
    args = args[at_once:]
    split = args.index("--")
    names, sockets, program = args[0], args[1:split], args[split + 1:]
    fds = [opened(s) for s in sockets]
    signal.signal(signal.SIGTERM, end)
    while not ending:
        if not at_once:
            select.select(fds, [], [])
        at_once = False
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            become(program, fds, names)
        print("pid", child, flush=True)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
        if code:
            sys.exit(code if code > 0 else 128 - code)

main()
