# usage: peaks.py OUT COMMAND...: runs it; OUT gets the peak memory in MB of it and of all processes below it.
import os
import subprocess
import sys
import time


def peak(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) // 1024
    except OSError:
        pass
    return 0


def below(pid):
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                for child in children.read().split():
                    yield int(child)
                    yield from below(int(child))
    except OSError:
        pass


command = subprocess.Popen(sys.argv[2:])
own = others = 0
while command.poll() is None:
    own = max(own, peak(command.pid))
    others = max([others] + [peak(pid) for pid in below(command.pid)])
    time.sleep(0.01)
with open(sys.argv[1], "w") as out:
    print(own, others, file=out)
sys.exit(command.returncode)
