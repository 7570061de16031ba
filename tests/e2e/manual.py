"""Runs the examples of a manual page: "$ command" lines in its literal blocks, with the output that follows.

usage: manual.py PAGE FOLDER            FOLDER holds the programs
Times and scores are compared as if they were equal.  Ends with "N passed, N failed"."""
import os, re, subprocess, sys

MASKED = [(re.compile(r"\d+(\.\d+)? ms$", re.M), "N ms"), (re.compile("· \\d+\\.\\d\\d$", re.M), "· N")]


def examples(path):
    command, output = None, []
    literal = False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n").replace("\\e", "\\").replace("\\-", "-").removeprefix("\\&")
        starts, ends = line.startswith(".Bd -literal"), line.startswith(".Ed")
        if command and (ends or line.startswith("$ ")):
            yield command, "\n".join(output)
            command, output = None, []
        if literal and line.startswith("$ "):
            command = line[2:]
        elif command:
            output.append(line)
        literal = (literal or starts) and not ends


def masked(text):
    for pattern, to in MASKED:
        text = pattern.sub(to, text)
    return text.strip("\n")


passed = failed = 0
environment = dict(os.environ, PATH=sys.argv[2] + ":" + os.environ["PATH"], COLUMNS="76")
for command, output in examples(sys.argv[1]):
    run = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, timeout=60)
    if masked(run.stdout + run.stderr) == masked(output):
        passed += 1
    else:
        failed += 1
        print(f"FAIL $ {command}\n--- wanted\n{output}\n--- got\n{run.stdout}{run.stderr}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
