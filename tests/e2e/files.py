# usage: files.py FOLDER: archives and hostile files for 18-index-extract.sh.
import gzip
import io
import lzma
import os
import random
import sys
import tarfile
import zipfile

folder = sys.argv[1]
fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
random.seed(1)


def put(name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def zip_of(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files:
            z.writestr(name, data)
    return out.getvalue()


def tar_of(files, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


put("zip.zip", zip_of([("words.txt", "alpha in a zip"), ("Отчёт.txt", "граница и вода"),
                       ("inner.zip", zip_of([("deep.txt", "deep words")])), ("pic.jpg", b"\xff\xd8\xff\0\0")]))
put("tar.tar", tar_of([("t.txt", b"tarword")]))
put("slow/1.tar", tar_of([(f"{i}.txt", b"slow words %d" % i) for i in range(20000)]))

blanks = b" " * (1 << 20)
put("bomb.zip", zip_of([("blanks.txt", blanks * 512)]))
put("many.zip", zip_of([(f"{i}.txt", blanks * 8) for i in range(40)]))
nested = zip_of([("deep.txt", "words")])
for i in range(8):
    nested = zip_of([(f"{i}-{k}.zip", nested) for k in range(3)])
put("nested.zip", nested)
put("blanks.txt.xz", lzma.compress(blanks * 256) * 40)
body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(blanks * 256)
head = (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n")
put("page.warc", head % len(body) + body + b"\r\n\r\n")
small = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nfine words"
put("cut.warc", head % len(small) + small + b"\r\n\r\n" + head % 5000 + b"HTTP/1.1 200 OK\r\n")

laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + "".join(
    '<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 12)) + "]>"
put("laughs.docx", zip_of([
    ("[Content_Types].xml",
     '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    ("word/document.xml", laughs +
     '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
     "<w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>")]))

put("cut.zip", zip_of([("a.txt", random.randbytes(3000).hex()), ("b.txt", "words")])[:2000])
put("cut.tgz", tar_of([("a.txt", random.randbytes(30000).hex().encode())], "w:gz")[:20000])
with open(os.path.join(fixtures, "pdf", "groff.pdf"), "rb") as f:
    put("cut.pdf", f.read()[:3000])
put("noise.pdf", b"%PDF-1.5\n" + random.randbytes(100000))
put("noise.zip", b"PK\3\4" + random.randbytes(100000))
put("noise.xz", b"\xfd7zXZ\0" + random.randbytes(20000))

# An encrypted member, as its headers say; nothing at hand writes one.
locked = bytearray(zip_of([("secret.txt", "secret words")]))
locked[6] |= 1
locked[locked.index(b"PK\1\2") + 8] |= 1
put("locked.zip", bytes(locked))
