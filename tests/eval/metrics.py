"""nDCG@k and average precision, as trec_eval defines them."""
import math


def ndcg(ranking, rel, k):
    """Gain is the relevance itself, discount log2(rank + 1), ideal ranking from all judged."""
    dcg = sum(rel.get(d, 0) / math.log2(i + 2) for i, d in enumerate(ranking[:k]))
    ideal = sum(r / math.log2(i + 2) for i, r in enumerate(sorted(rel.values(), reverse=True)[:k]))
    return dcg / ideal if ideal else 0.0


def average_precision(ranking, rel):
    relevant = sum(1 for r in rel.values() if r > 0)
    found = total = 0
    for i, d in enumerate(ranking):
        if rel.get(d, 0) > 0:
            found += 1
            total += found / (i + 1)
    return total / relevant if relevant else 0.0
