"""Answers clients out of a wire transcript (README.md), for tests of clients without a daemon.

usage: serve.py SOCKET FILE
A request that the transcript has as a C: line is answered with the S: lines behind it, whenever it
comes; any other one is refused.  "S. closed" closes, "S. silent" keeps the client waiting."""
import os, socketserver, sys


def answers_of(path):
    answers, lines = {}, []
    for line in open(path, encoding="utf-8", newline="\n"):
        line = line.rstrip("\n")
        if line.startswith("C: "):
            lines = answers.setdefault(line[3:].encode(), [])
        elif line.startswith(("S: ", "S. ")):
            lines.append(line)
    return answers


class Client(socketserver.StreamRequestHandler):
    def handle(self):
        for request in self.rfile:
            request = request.rstrip(b"\n")
            for line in answers.get(request, ["S: -INTERNAL not in the transcript: " + ascii(request)]):
                if line == "S. closed":
                    return
                if line == "S. silent":
                    self.rfile.read()
                    return
                self.wfile.write(line[3:].encode() + b"\n")


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


answers = answers_of(sys.argv[2])
if os.path.exists(sys.argv[1]):
    os.unlink(sys.argv[1])
Server(sys.argv[1], Client).serve_forever()
