"""Runs a program on a terminal of its own and prints what it writes there.

usage: terminal.py [--rows N] [--columns N] [STEP...] -- COMMAND...
STEP is wait:REGEX (until the output behind what was waited for before has it) or type:TEXT, with \\t, \\n, \\x03 as Python has
them, or run:COMMAND of the shell.  Ends with the program's exit status; with 99, after a word on standard error, when a wait or the end takes longer
than 30 s.  Standard error of the program is the terminal too."""
import argparse, fcntl, os, pty, re, select, signal, struct, subprocess, sys, termios, time

SECONDS = 30


class Terminal:
    def __init__(self, command, rows, columns):
        self.all, self.new = b"", b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            time.sleep(0.05)  # until the size is set
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.deadline = time.monotonic() + SECONDS

    def read(self, what):
        """False at the end of the output."""
        if not select.select([self.fd], [], [], max(0, self.deadline - time.monotonic()))[0]:
            sys.stdout.buffer.write(self.all)
            sys.stdout.flush()
            os.kill(self.pid, signal.SIGKILL)
            print(f"terminal.py: waited {SECONDS} s for {what}", file=sys.stderr)
            os._exit(99)
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # EIO: the other side is closed
            return False
        self.all += data
        self.new += data
        return bool(data)

    def wait(self, regex):
        while not (found := re.search(regex.encode(), self.new)):
            if not self.read(regex):
                return
        self.new = self.new[found.end():]

    def step(self, step):
        kind, _, text = step.partition(":")
        if kind == "wait":
            self.wait(text)
        elif kind == "run":
            subprocess.run(text, shell=True, check=True)
        else:
            os.write(self.fd, text.encode().decode("unicode_escape").encode("latin-1"))


parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int, default=24)
parser.add_argument("--columns", type=int, default=80)
parser.add_argument("steps", nargs="*")
arguments = sys.argv[1:]
end = arguments.index("--")
options = parser.parse_args(arguments[:end])
terminal = Terminal(arguments[end + 1:], options.rows, options.columns)
for step in options.steps:
    terminal.step(step)
while terminal.read("the end"):
    pass
sys.stdout.buffer.write(terminal.all)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) & 0xFF)
