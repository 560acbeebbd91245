"""Three questions to an archive, with pandas, and two plots.

    python examples/ask_archive.py ARCHIVE [--plots FOLDER]

Run as a script, or cell by cell in an editor that knows ``# %%``.
"""

# %% The archive: opened read-only, so that a run may go on meanwhile
from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # plots go to files; leave this line out in a notebook
import matplotlib.pyplot as plt
import pandas as pd

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("archive", type=Path, nargs="?", default=Path("build/demo"))
parser.add_argument("--plots", type=Path, default=Path("plots"))
asked, _ = parser.parse_known_args()
ARCHIVE, PLOTS = asked.archive, asked.plots

database = sqlite3.connect(f"{(ARCHIVE / 'records.sqlite').absolute().as_uri()}?mode=ro", uri=True)
PLOTS.mkdir(parents=True, exist_ok=True)
plt.rcParams["font.family"] = "DejaVu Sans"  # comes with matplotlib and has every Vietnamese letter

# %% Question 1: which units reached their targets, and by how much did the others miss them?
# The view puts a target beside the quantity reported for it in the same document, or in one that cites the plan.
results = pd.read_sql("SELECT * FROM quotas_and_counts WHERE count IS NOT NULL", database)
results = results.drop_duplicates(["holder", "subject", "unit", "quota", "count"])
results["missing"] = (results["quota"] - results["count"]).clip(lower=0)
results["reached"] = results["missing"].eq(0)
print("1. Targets and results")
print(f"   {int(results['reached'].sum())} of {len(results)} targets with a result were reached")
missed = results[~results["reached"]].sort_values("missing", ascending=False)
if not missed.empty:
    print(missed[["holder", "subject", "quota", "count", "missing", "count_number"]].to_string(index=False))

# %% Plot 1: result against target, unit by unit
shown = results.sort_values("quota").tail(20)
figure, axes = plt.subplots(figsize=(9, 1.5 + 0.4 * max(len(shown), 1)), layout="constrained")
rows = range(len(shown))
axes.barh(rows, shown["count"], color=["#2a7f62" if reached else "#c8553d" for reached in shown["reached"]])
axes.scatter(shown["quota"], rows, marker="|", s=300, color="black", label="chỉ tiêu (target)", zorder=3)
axes.set_yticks(rows, shown["holder"] + " (" + shown["period"].fillna("–") + ")")
axes.set_xlabel("kết quả (result): green reached, red not")
figure.legend(loc="outside upper center", ncols=3)
figure.savefig(PLOTS / "targets.png", dpi=120)
plt.close(figure)

# %% Question 2: which documents are cited and not in the archive?
# What an archivist should look for, most wanted first; a document that names itself (in_archive: self) is not in it.
cited = pd.read_sql("SELECT * FROM citations_resolved WHERE cited_number IS NOT NULL", database)
wanted = (
    cited[cited["in_archive"] == "no"]
    .groupby(["cited_type", "cited_number"], dropna=False)
    .agg(citations=("page", "size"), by=("document", "nunique"), where=("number", "first"))
    .sort_values(["citations", "by"], ascending=False)
)
print("\n2. Cited and not in the archive")
print(f"   {len(wanted)} documents; {(cited['in_archive'] == 'yes').sum()} of {len(cited)} citations have theirs")
if not wanted.empty:
    print(wanted.head(10).reset_index().to_string(index=False))

# %% Question 3: what are the named initiatives worth?
# Benefits are exact, in đồng; one that recurs ("6 tháng", "năm") is not added to one that does not.
initiatives = pd.read_sql("SELECT * FROM initiatives_with_benefit", database)
initiatives["benefit_vnd"] = initiatives["benefit_vnd"].astype("Int64")  # whole đồng, and empty stays empty
worth = initiatives.dropna(subset=["benefit_vnd"]).sort_values("benefit_vnd", ascending=False)
print("\n3. Initiatives")
print(f"   {len(initiatives)} are named, {len(worth)} with a benefit")
for period, group in worth.groupby(worth["benefit_per"].fillna("once"), sort=True):
    print(f"   per {period}: {int(group['benefit_vnd'].sum())} đồng in {len(group)}")
if not worth.empty:
    print(worth[["title", "author", "benefit_vnd", "benefit_per", "number", "page"]].head(10).to_string(index=False))

# %% Plot 2: what the audit checked, rule by rule
checks = pd.read_sql("SELECT rule, verdict, count(*) AS checks FROM findings GROUP BY rule, verdict", database)
table = checks.pivot_table(index="rule", columns="verdict", values="checks", fill_value=0, aggfunc="sum")
table = table.reindex(columns=["holds", "fails", "unknown"], fill_value=0)
figure, axes = plt.subplots(figsize=(9, 1.5 + 0.35 * max(len(table), 1)), layout="constrained")
left = pd.Series(0, index=table.index)
for verdict, color in (("holds", "#2a7f62"), ("fails", "#c8553d"), ("unknown", "#999999")):
    axes.barh(table.index, table[verdict], left=left, color=color, label=verdict)
    left = left + table[verdict]
axes.set_xlabel("checks")
figure.legend(loc="outside upper center", ncols=3)
figure.savefig(PLOTS / "checks.png", dpi=120)
plt.close(figure)

database.close()
print(f"\nPlots: {PLOTS / 'targets.png'}, {PLOTS / 'checks.png'}")
