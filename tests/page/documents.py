# The documents of the page's test, as records: many alike for paging and facets, right-to-left scripts, and texts
# that would be markup if one of them were not escaped.
import json

HOSTILE = "\"><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>&lt;b&gt;"


def record(id, title, text, **more):
    print(json.dumps({"id": id, "title": title, "text": text, **more}, ensure_ascii=False))


for i in range(25):
    record(f"posts/{i:02}", f"Border post {i}", f"Border post number {i} was opened in spring. Lorries wait at the border for customs.",
           date=f"{2000 + i % 20}-0{1 + i % 9}-11", author=["Ana Lind", "Bo Ek"][i % 2], source=["Valley Press", "Ridge Review"][i % 2],
           lang=["en", "ru"][i % 5 == 0], url=f"https://example.org/post?n={i}&a=1")
record("rtl/ar", "الحدود والجمارك", "تنتظر الشاحنات عند الحدود يومين. اسم الموظف Ahmed (رقم 12)، والجمارك بطيئة.", lang="ar", date="2015")
record("rtl/he", "הגבול והמכס", "המשאיות מחכות בגבול יומיים. שם הפקיד Cohen (מספר 12), והמכס איטי.", lang="he", date="2016")
record(HOSTILE, HOSTILE, f"Quarantine was kept for forty days in the old harbour. {HOSTILE} Nobody left the ship.", author=HOSTILE, source=HOSTILE, url="javascript:window.hacked=1", date="2018",
       note=HOSTILE)
record("data", "Another quarantine", "Cattle stood in quarantine near the pass all winter. " + HOSTILE, url="data:text/html,<script>1</script>", author=HOSTILE)
