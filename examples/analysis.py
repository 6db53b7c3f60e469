"""What a data desk might do first: read the warehouse with pandas and look at who is quoted, where, and in what way.

    python examples/analysis.py [HOME]

HOME is where onrecord keeps everything; ./data when not given. Fill it with `onrecord demo` or `onrecord run`.
"""

import sys

from flows.frames import frame

home = sys.argv[1] if len(sys.argv) > 1 else None

# one row per statement, with all that one usually asks about
quotes = frame("from quotes where speaker is not null", home=home)
print(f"{len(quotes)} statements of {quotes.speaker.nunique()} speakers in {quotes.outlet.nunique()} outlets\n")

# who is quoted by whom: a table speaker × outlet
by_outlet = quotes.pivot_table(index="speaker", columns="outlet", values="statement_id", aggfunc="count", fill_value=0)
most_quoted = by_outlet.sum(axis="columns").nlargest(8).index
print(by_outlet.loc[most_quoted].to_string(), "\n")

# quoted in their own words, or retold? an outlet's habit
kinds = quotes.groupby("outlet").type.value_counts(normalize=True).unstack(fill_value=0).round(2)
print(kinds.to_string(), "\n")

# a question with a value in it: bound, never pasted into the SQL
one = frame(
    "select quoted_on, outlet, quote from quotes where speaker = $speaker order by quoted_on, outlet limit 5",
    home=home,
    values={"speaker": most_quoted[0]},
)
print(f"{most_quoted[0]}:")
for row in one.itertuples():
    print(f"  {row.quoted_on:%d %B}, {row.outlet}: {row.quote}")
