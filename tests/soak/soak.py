#!/usr/bin/env python3
"""Clients search while indexes are updated, rebuilt and switched; every answer is checked.

usage: soak.py [--minutes M] [--changes K] [--clients N] BUILD-FOLDER

Two collections of small files in groups.  A change rewrites all files of one group with the next
version number and runs karez-index; every third change is a full rebuild, so a new generation.
What must hold for every answer, whatever happens at that moment:
  - no error, no broken connection
  - a group has all its documents, all of the same version (one revision, never a mixture)
  - no client ever sees an older version after a newer one
  - the number of all documents never changes, over both collections as well
Ends with counts, and the daemon's memory and descriptors over time.
"""
import argparse, multiprocessing, os, random, re, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../eval"))
from karez_wire import Client, Daemon

GROUPS, SIZE = 12, 25
WORDS = "border river railway exercise treaty valley convoy customs election harvest граница река учения договор".split()


def write_group(folder, group, version):
    rng = random.Random(group * 1000 + version)
    for i in range(SIZE):
        text = "Report %d of group%d in version%d always. %s.\n" % (i, group, version,
                                                                  " ".join(rng.choice(WORDS) for _ in range(80)))
        with open(os.path.join(folder, "g%02d-%02d.txt" % (group, i)), "w", encoding="utf-8") as f:
            f.write(text)


def client(addr, number, until, results):
    rng = random.Random(number)
    seen, asked, failed, wrong, notes = {}, 0, 0, 0, []
    c = Client(addr)
    while time.time() < until:
        kind = rng.randrange(4)
        name = rng.choice(("one", "two"))
        try:
            if kind == 0:
                g = rng.randrange(GROUPS)
                r = c.call("SEARCH %s limit=100 snippets=1 cache=%s : group%d" % (name, rng.choice(("on", "off")), g))
                versions = {re.search(r"version(\d+)", h["snippets"][0]["text"]).group(1) for h in r.hits()} if r.kind == "=" else set()
                ok = r.kind == "=" and len(r.hits()) == SIZE and len(versions) == 1
                if ok:
                    v = int(versions.pop())
                    ok = v >= seen.get((name, g), 0)
                    seen[name, g] = v
            elif kind == 1:
                r = c.call("COUNT %s : always" % name)
                ok = r.kind == "=" and int(r.value("total")) == GROUPS * SIZE
            elif kind == 2:
                r = c.call("COUNT one,two : always")
                ok = r.kind == "=" and int(r.value("total")) == 2 * GROUPS * SIZE
            else:
                r = c.call("SEARCH %s limit=5 : %s %s" % (name, rng.choice(WORDS), rng.choice(WORDS)))
                ok = r.kind == "=" and len(r.hits()) == 5
            asked += 1
            if r.kind != "=":
                failed += 1
                notes.append("error: %s" % r.head[:200])
            elif not ok:
                wrong += 1
                notes.append("wrong: kind %d %s: %s, %d hits" % (kind, name, r.head[:200], len(r.hits())))
        except (OSError, ValueError) as e:
            failed += 1
            notes.append("connection: %r" % e)
            c = Client(addr)
    c.close()
    results.put((asked, failed, wrong, notes[:5]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--minutes", type=float, default=10)
    ap.add_argument("--changes", type=int, default=50)
    ap.add_argument("--clients", type=int, default=16)
    ap.add_argument("build")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory(prefix="karez-soak.") as tmp:
        version = {}
        for name in ("one", "two"):
            os.makedirs(os.path.join(tmp, "src-" + name))
            for g in range(GROUPS):
                version[name, g] = 1
                write_group(os.path.join(tmp, "src-" + name), g, 1)

        def index(name, *args):
            return subprocess.run([os.path.join(a.build, "indexer/karez-index"), "--quiet", "--index",
                                   os.path.join(tmp, name), *args, os.path.join(tmp, "src-" + name)]).returncode

        for name in ("one", "two"):
            if index(name):
                sys.exit("the first index failed")
        d = Daemon(a.build, os.path.join(tmp, "s"), [(n, os.path.join(tmp, n)) for n in ("one", "two")],
                   log=os.path.join(tmp, "karezd.log"))
        began = time.time()
        until = began + a.minutes * 60
        results = multiprocessing.Queue()
        clients = [multiprocessing.Process(target=client, args=(d.addr, i, until, results)) for i in range(a.clients)]
        for p in clients:
            p.start()
        updates = rebuilds = failed_runs = 0
        rng = random.Random(99)
        samples = []
        for change in range(a.changes):
            time.sleep(max(0, began + (change + 0.5) * a.minutes * 60 / a.changes - time.time()))
            name, g = rng.choice(("one", "two")), rng.randrange(GROUPS)
            version[name, g] += 1
            write_group(os.path.join(tmp, "src-" + name), g, version[name, g])
            full = change % 3 == 2
            failed_runs += index(name, *(["--full"] if full else [])) != 0
            rebuilds += full
            updates += not full
            samples.append((time.time() - began, d.rss_kb(), d.fds()))
        asked = failed = wrong = 0
        for _ in clients:
            n, f, w, notes = results.get()
            asked, failed, wrong = asked + n, failed + f, wrong + w
            for note in notes:
                print("  " + note)
        for p in clients:
            p.join()
        time.sleep(1)
        samples.append((time.time() - began, d.rss_kb(), d.fds()))
        # The last versions are what is served now.
        c = Client(d.addr)
        for (name, g), v in version.items():
            r = c.call("COUNT %s : group%d AND version%d" % (name, g, v))
            wrong += r.value("total") != str(SIZE)
        c.close()
        code = d.stop()
        for t, rss, fds in samples[:: max(1, len(samples) // 10)] + samples[-1:]:
            print("  %5.0f s  %6.1f MB  %3d descriptors" % (t, rss / 1024, fds))
        print("%d clients, %.1f minutes: %d answers, %d failed, %d wrong; %d updates, %d rebuilds, %d runs failed; karezd ended with %d"
              % (a.clients, a.minutes, asked, failed, wrong, updates, rebuilds, failed_runs, code))
        bad = failed or wrong or failed_runs or code
        print("%d passed, %d failed" % (asked - failed - wrong, failed + wrong + failed_runs + (code != 0)))
        sys.exit(1 if bad else 0)


main()
