# SPDX-License-Identifier: GPL-3.0-or-later
# Computes every verdict of `opal claims` again from values.csv: python3 recompute_claims.py values.csv
import collections, csv, math, statistics, sys

def t975(df):  # 97.5 % point of Student's t: bisection over Simpson's rule
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    def cdf(t, n=2000):
        density = lambda x: (1 + x * x / df) ** (-(df + 1) / 2)
        return 0.5 + scale * t / n / 3 * sum((1 if i in (0, n) else 4 if i % 2 else 2) * density(i * t / n) for i in range(n + 1))
    low, high = 0.0, 200.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < 0.975 else (low, middle)
    return low

claims, verdicts = collections.OrderedDict(), {}
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    claims.setdefault((row["dataset"], row["claim"]), []).append(row)
for key, rows in claims.items():
    a, b = ([float(r["value"]) for r in rows if r["side"] == side] for side in ("claimed", "other"))
    fixed = any(r["fixed"] == "1" for r in rows)
    parts = [verdicts[key[0], r["setting"]] for r in rows if r["side"] == "part"]
    if parts:
        verdicts[key] = "holds" if set(parts) == {"holds"} else "does not hold" if "does not hold" in parts else "not decidable here"
    elif len(a) < 2 or not b or (len(b) < 2 and not fixed):
        verdicts[key] = "not decidable here"
    else:
        va, vb = statistics.variance(a) / len(a), 0 if fixed else statistics.variance(b) / len(b)
        df = (va + vb) ** 2 / (va ** 2 / (len(a) - 1) + (0 if fixed else vb ** 2 / (len(b) - 1))) if va + vb > 0 else 1
        effect, width = statistics.fmean(a) - statistics.fmean(b), t975(df) * math.sqrt(va + vb)
        verdicts[key] = "holds" if effect - width > 0 else "does not hold" if effect + width < 0.01 * abs(statistics.fmean(b)) else "not decidable here"
for (dataset, claim), verdict in verdicts.items():
    print(dataset, claim, verdict, sep="\t")
