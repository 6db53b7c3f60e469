"""The page of a reading: well formed whatever the spans, every word recoverable, nothing of a text alive."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.entity import Entity, Mention
from schemas.statement import Circumstances, Span, Speaker, Statement, slices
from transforms.entities.knowledge import load_knowledge
from transforms.language.paragraphs import paragraphs
from transforms.reading import Reading, read
from transforms.reading_page import ReadArticle, reading_page

SPEAKER = Speaker("e1", "Ines Calder", "Q42", "Mayor", "name")
NOBODY = Speaker(None, None, None, None, "unresolved")
SPACE = re.compile(r"\s+")

TEXT = (
    "Bridge & tunnel stay open\n\n"
    "“The <script>alert(1)</script> bridge stays open,” said Mayor Ines Calder on Tuesday. “So does the tunnel.”\n\n"
    "“We begin on Monday.\n\n“And we end on Friday,” she added."
)


def said(*spans: tuple[int, int], source: tuple[int, int] | None = None, **given: object) -> Statement:
    """A statement whose content is at the spans."""
    fields: dict[str, object] = {
        "type": "direct",
        "content": tuple(Span(*span) for span in spans),
        "source": (Span(*source),) if source else (),
        "cue": (),
        "cue_lemma": "say",
        "speech_act": "say",
        "is_negated": False,
        "speaker": SPEAKER,
        "circumstances": Circumstances(),
        "confidence": 1.0,
    }
    return Statement(**{**fields, **given})  # type: ignore[arg-type]


def mention(start: int, end: int, entity_id: str | None = "e1") -> Mention:
    return Mention(start, end, "", "name", "person", entity_id, "name", 1.0)


def parsed(page: str) -> etree._Element:
    """The page as a strict XML parser sees it: an element that crosses another is an error."""
    return etree.fromstring(page.encode("utf-8"))


def words(tree: etree._Element, number: int) -> str:
    """The text of a statement's marked elements, without white space: contents may run over paragraphs."""
    return SPACE.sub(
        "", "".join("".join(part.itertext()) for part in tree.iterfind(f".//mark[@data-statement='{number}']"))
    )


def where(phrase: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(phrase)
    return start, start + len(phrase)


def test_a_real_reading_gives_back_every_statement_and_paragraph() -> None:
    reading = read(TEXT, load_knowledge())
    tree = parsed(reading_page([ReadArticle(None, TEXT, reading)]))
    assert reading.statements
    for number, statement in enumerate(reading.statements, start=1):
        assert words(tree, number) == SPACE.sub("", slices(TEXT, statement.content))
    [article] = tree.iterfind(".//article")
    shown = [SPACE.sub(" ", "".join(child.itertext())) for child in article]
    assert shown == [SPACE.sub(" ", TEXT[start:end]) for start, end in paragraphs(TEXT)]
    assert article[0].tag == "h1"  # the first line is the headline where none is told


def test_what_a_text_says_stays_text() -> None:
    evil = '"><img src=x onerror=alert(1)> & </style></title>{{ 7 * 7 }}\u202e\x00\ud800'
    start, end = where("said", text := f"{TEXT} {evil}")
    told = Circumstances(addressee=evil, channel=evil, occasion=evil, said_on=date(2026, 11, 17), said_on_text=evil)
    reading = Reading(
        mentions=(mention(*where("Calder")),),
        entities=(Entity("e1", "person", evil, wikidata_id='Q1" onclick="x', description=evil),),
        statements=(
            said((start, end), speaker=Speaker("e1", evil, '"><script>', evil, "name"), circumstances=told),
            said(where("<script>alert(1)</script>"), speech_act=evil),
        ),
    )
    page = reading_page([ReadArticle(evil, text, reading)])
    tree = parsed(page)
    assert not tree.xpath("//script | //img | //@onerror | //@onclick | //@style | //@src")
    assert "<script>alert(1)</script>" in "".join(tree.find(".//article").itertext())
    assert "Bridge & tunnel" in "".join(tree.find(".//article").itertext())
    assert "49" not in tree.findtext(".//h1")
    assert not set("\u202e\x00\ud800") & set(page)
    assert all(link.startswith(("#", "https://www.wikidata.org/wiki/")) for link in tree.xpath("//@href"))


def test_the_page_may_load_and_run_nothing() -> None:
    tree = parsed(reading_page([ReadArticle(None, TEXT, Reading())]))
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in tree.findtext(".//style")
    assert "No statements" in "".join(tree.find(".//aside").itertext())


def test_rows_lead_to_their_place_and_tell_the_circumstances() -> None:
    told = Circumstances(
        addressee="reporters", channel="post", occasion="summit", said_on=date(2026, 11, 17), said_on_text="on Tuesday"
    )
    first = said(where("“The"), where("“So does the tunnel.”"), source=where("Mayor Ines Calder"), circumstances=told)
    second = said(where("“We begin on Monday.\n\n“And we end on Friday,”"), is_negated=True)
    reading = Reading(
        (mention(*where("Ines Calder")),), (Entity("e1", "person", "Ines Calder", "Q42"),), (first, second)
    )
    tree = parsed(reading_page([ReadArticle("Bridge", TEXT, reading), ReadArticle("Again", TEXT, reading)]))
    identified = tree.xpath("//@id")
    assert len(identified) == len(set(identified))
    assert [link[1:] in identified for link in tree.xpath("//@href[starts-with(., '#')]")].count(False) == 0
    assert {"s1", "s2", "s3", "s4"} <= set(identified)
    titles = [part.get("title") for part in tree.iterfind(".//mark")]
    assert titles[0] == (
        "Ines Calder, Mayor · say · direct · to: reporters · through: post · at: summit"
        " · said on: on Tuesday (2026-11-17)"
    )
    assert "not say" in titles[-1]
    [link, *_] = tree.xpath("//a[contains(@class, 'mention')]")
    assert (link.get("href"), link.text) == ("https://www.wikidata.org/wiki/Q42", "Ines Calder")
    assert link.getparent().get("class").startswith("source")
    row = SPACE.sub(" ", " ".join(tree.find(".//tr[@id='r1']").itertext()))
    assert all(fact in row for fact in ("Ines Calder", "Mayor", "reporters", "post", "summit", "2026-11-17", "tunnel"))


def test_contents_in_contents_and_across_each_other_keep_their_words() -> None:
    outer, inner, across = (0, 25), (9, 15), (12, 40)
    reading = Reading(statements=(said(outer), said(inner), said(across)))
    tree = parsed(reading_page([ReadArticle("Nested", TEXT.replace("\n\n", " "), reading)]))
    for number, (start, end) in enumerate((outer, inner, across), start=1):
        assert words(tree, number) == SPACE.sub("", TEXT.replace("\n\n", " ")[start:end])


def test_more_speakers_than_colours_share_the_last() -> None:
    statements = tuple(
        said((number, number + 1), speaker=Speaker(f"e{number}", f"Speaker {number}", None, None, "name"))
        for number in range(11)
    )
    tree = parsed(reading_page([ReadArticle("Many", "abcdefghijk", Reading(statements=statements))]))
    legend = [" ".join("".join(item.itertext()).split()) for item in tree.find(".//ul")]
    assert len(legend) == 9
    assert legend[-1] == "3 others 3"


@st.composite
def _readings(draw: st.DrawFn) -> ReadArticle:
    text = draw(st.text(st.characters() | st.sampled_from('\n\n “"<&. '), max_size=120))
    edges = st.integers(0, len(text))
    spans = st.tuples(edges, edges).map(lambda pair: Span(min(pair), max(pair)))
    # a content has words, and its parts do not overlap
    apart = st.lists(spans, min_size=1, max_size=3).map(
        lambda some: tuple(
            span for index, span in enumerate(sorted(some)) if all(span.start >= e.end for e in sorted(some)[:index])
        )
    )
    statement = st.builds(
        said,
        type=st.sampled_from(["direct", "indirect", "mixed"]),
        content=apart.filter(lambda content: bool(slices(text, content).strip())),
        source=st.none() | spans,
        cue=st.just(()) | apart,
        speaker=st.sampled_from([SPEAKER, NOBODY]),
    )
    statements = draw(st.lists(statement, max_size=5)) if text.strip() else []
    mentions = draw(
        st.lists(st.builds(lambda span, who: mention(*span, who), spans, st.sampled_from(["e1", None])), max_size=5)
    )
    entity = Entity("e1", "person", "Ines Calder", "Q42")
    headline = draw(st.none() | st.text(st.characters(), max_size=10))
    return ReadArticle(headline, text, Reading(tuple(mentions), (entity,), tuple(statements)))


@given(_readings())
@settings(max_examples=60, deadline=None)
def test_any_text_and_any_spans_are_well_nested_and_recoverable(article: ReadArticle) -> None:
    page = reading_page([article])
    tree = parsed(page)
    text = article.text
    assert not tree.xpath("//a//a")
    for number, statement in enumerate(article.reading.statements, start=1):
        assert tree.xpath(f"//mark[@id='s{number}']")
        assert _letters(words(tree, number)) == _letters(slices(text, statement.content))
    marked = "".join(tree.find(".//article").itertext())
    shown = "".join(text[start:end] for start, end in paragraphs(text))
    assert _letters(marked).endswith(_letters(shown))


def _letters(text: str) -> str:
    """What any rendering must keep: characters that HTML carries as they are, and no white space."""
    return "".join(c for c in text if not c.isspace() and c != "\ufffd" and not re.match(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", c))  # fmt: skip
