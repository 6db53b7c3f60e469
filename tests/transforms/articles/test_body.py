"""What a page's text is made of: roles, what is left out, what is found again, and where it stands."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from transforms.articles.body import Body, read_body
from transforms.articles.metadata import read_metadata

URL = "https://paper.example/news/dam"
HEADLINE = "Dam opens after long night"
PROSE = (
    "The minister for rivers said on Monday that the dam would be opened before the end of the week.",
    "Farmers in the lower valley refused the offer twice and promised to go on with their blockade.",
    "Parliament is to vote on the matter tomorrow, with the opposition split on the cost of it all.",
    "“Water does not wait for a quorum,” the speaker of the house told a radio station in the capital.",
    "Engineers began to clear the gates at dawn, under the eyes of several hundred people on the banks.",
)


def body(*parts: str, head: str = "", byline: str | None = None) -> Body:
    """Read a page of which `parts` are the article, in HTML; a bare sentence is a paragraph."""
    inner = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    tree = document_fromstring(f"<html><head>{head}</head><body><article>{inner}</article></body></html>")
    return read_body(tree, read_metadata(tree, URL), url=URL, headline=HEADLINE, byline=byline)


def roles(of: Body) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in of.blocks]


def test_roles_offsets_and_paths() -> None:
    found = body(
        f"<header><h1>{HEADLINE}</h1><p class='standfirst'>The gates give way to the spring flood at last.</p>"
        "<p class='byline'>By Ann Lee</p><p class='pub-date'>4 March 2024</p></header>",
        *PROSE[:2],
        "<h2>A vote tomorrow</h2>",
        PROSE[2],
        "<figure><img src='a.jpg'><figcaption>The dam at dusk, seen from the southern bank.</figcaption></figure>",
        "<ul><li>The first gate opens at noon on Friday.</li></ul>",
        f"<blockquote><p>{PROSE[3]}</p></blockquote>",
        PROSE[4],
        "<p>Correction: an earlier version of this article gave a wrong date for the vote.</p>",
    )
    assert [role for role, _ in roles(found)] == [
        "headline", "standfirst", "byline", "dateline", "paragraph", "paragraph", "subhead", "paragraph", "caption",
        "list", "quote", "paragraph", "note",
    ]  # fmt: skip
    for block in found.blocks:
        assert (block.start is None) == (block.role in {"headline", "byline", "dateline", "caption", "note"})
        assert block.start is None or found.text[block.start : block.end] == block.text
    assert found.blocks[6].node_path == "/html/body/article/h2"
    assert found.blocks[5].node_path == "/html/body/article/p[2]"
    assert found.image_count == 1


@pytest.mark.parametrize(
    "residue",
    [
        f"<h2>{HEADLINE}</h2>",
        f"<p>{PROSE[0]}</p>",
        "<p>Advertisement</p>",
        "<p>font change</p>",
        "<p>Read more: <a href='/x'>The long quarrel over the dam, year by year</a></p>",
        "<p><strong>ALSO READ: <a href='/x'>Farmers block the road to the valley for a third day</a></strong></p>",
        "<p><a href='/x'>Farmers block the road to the valley for a third day</a></p>",
        "<div class='newsletter-signup'><p>Get the best of our reporting in your inbox every morning.</p></div>",
        "<div class='FactBox'><p>The dam was built in 1931. It holds forty million cubic metres of water.</p></div>",
        "<aside><p>The dam was built in 1931. It holds forty million cubic metres of water.</p></aside>",
        "<div style='display: none'><p>Your browser is too old. Please get a new one to read this story.</p></div>",
        "<div class='image-gallery'><p>The dam at dusk, seen from the southern bank. It is closed.</p></div>",
        "<div class='author-bio'><p>Ann Lee writes about rivers, dams and the people who live beside them.</p></div>",
        "<blockquote><p>“Water does not wait for a quorum”</p></blockquote>",
        "<p>© 2024 The Paper. All rights reserved.</p>",
    ],
)
def test_residue_is_left_out(residue: str) -> None:
    assert body(*PROSE[:2], residue, *PROSE[2:]).text == "\n\n".join(PROSE)


def test_a_name_that_holds_the_article_is_not_believed() -> None:
    prose = "".join(f"<p>{text}</p>" for text in PROSE)
    assert body(f"<div class='sidebar newsletter'>{prose}</div>").text == "\n\n".join(PROSE)
    assert body(f"<div class='summary'>{prose}</div>").text == "\n\n".join(PROSE)


def test_an_aside_that_was_never_closed_does_not_swallow_the_article() -> None:
    menu = "".join(f"<li>Section number {number}</li>" for number in range(60))
    prose = "".join(f"<p>{text} {text.upper()}</p>" for text in PROSE)
    found = body(f"<aside><ul>{menu}</ul><div class='wrap'>{prose}</div>")
    assert found.text == "\n\n".join(f"{text} {text.upper()}" for text in PROSE)


def test_paragraphs_in_other_containers_of_the_same_make_belong_to_the_text() -> None:
    columns = "".join(f"<div class='column'><p>{text}</p></div><div class='ad'>Buy</div>" for text in PROSE)
    assert body(columns).text == "\n\n".join(PROSE)


def test_the_whole_article_once_more_in_one_element_is_a_repeat() -> None:
    long = [text * 12 for text in PROSE]
    assert body(*long, f"<div>{' '.join(long)}</div>").text == "\n\n".join(long)


def test_a_standfirst_is_known_by_the_summary_the_page_declares() -> None:
    summary = "The gates give way to the spring flood, says the paper"
    found = body(
        f"<h1>{HEADLINE}</h1>", f"<h3>{summary}</h3>", *PROSE, head=f"<meta name=description content='{summary}'>"
    )
    assert roles(found)[1] == ("standfirst", summary)


def test_italics_at_the_end_are_a_note_and_italics_within_are_not() -> None:
    found = body(
        PROSE[0], f"<p><em>{PROSE[1]}</em></p>", *PROSE[2:], "<p><em>The author lives beside the dam.</em></p>"
    )
    assert found.text == "\n\n".join(PROSE)
    assert roles(found)[-1] == ("note", "The author lives beside the dam.")


def test_line_breaks_part_paragraphs_and_double_ones_always_do() -> None:
    text = f"<div>{PROSE[0]}<br>{PROSE[1]}<br><br>{PROSE[2]} <br> {PROSE[3]}</div>"
    assert body(text).text.split("\n\n") == list(PROSE[:4])


def test_an_empty_span_that_templates_call_a_break_is_one() -> None:
    text = "<span class='br'></span><span class='component br' data-n='2'></span>".join(PROSE)
    assert body(f"<div>{text}</div>").text == "\n\n".join(PROSE)
    assert (
        "light and heavy" in body(*PROSE, "<p>He spoke of light <span class='br-tag'></span>and heavy water.</p>").text
    )


@pytest.mark.parametrize(
    "how",
    [
        "class='visually-hidden'",
        "style='position:absolute;clip:rect(0 0 0 0);width:1px'",
        "style='display: none'",
        "hidden",
    ],
)
def test_what_is_only_read_aloud_is_not_text(how: str) -> None:
    found = body(*PROSE[:3], f"<p>{PROSE[3]}<span {how}> (opens in a new window)</span></p>")
    assert found.text.endswith(PROSE[3])


def test_a_button_or_a_sign_in_the_byline_is_no_byline() -> None:
    found = body("<div class='byline'><p>By Ann Lee</p><p>Text Size</p><p>|</p><p>Share</p></div>", *PROSE)
    assert [text for role, text in roles(found) if role == "byline"] == ["By Ann Lee"]


def test_a_byline_between_the_paragraphs_is_not_text() -> None:
    found = body(PROSE[0], "<p>Ann Lee in Vostra</p>", *PROSE[1:], byline="Ann Lee")
    assert found.text == "\n\n".join(PROSE)


def test_pictures_and_films_of_the_article_are_counted_and_icons_are_not() -> None:
    shown = "<img src='a.jpg'><img src='a.jpg'><img src='b.jpg' width='640'><img src='dot.gif' width='1'>"
    film = "<iframe src='https://player.example/video/7'></iframe><iframe src='https://ads.example/'></iframe>"
    found = body(PROSE[0], shown, film, *PROSE[1:])
    assert (found.image_count, found.video_count) == (2, 1)


def test_captions_of_other_stories_above_the_headline_are_not_its_own() -> None:
    slider = "<figure><figcaption>The harbour at noon, in another story.</figcaption></figure>"
    own = "<figure><figcaption>The dam at dusk, seen from the southern bank.</figcaption></figure>"
    prose = "".join(f"<p>{text}</p>" for text in PROSE)
    found = body(f"<div>{slider}</div><div><header>{own}<h1>{HEADLINE}</h1></header>{prose}</div>")
    assert [text for role, text in roles(found) if role == "caption"] == [
        "The dam at dusk, seen from the southern bank."
    ]


def test_below_the_article_only_its_credits_and_notes_are_its_own() -> None:
    prose = "".join(f"<p>{text} {text.upper()}</p>" for text in PROSE)
    wall = "<div class='wall'><h2>Your account is in use elsewhere</h2><p>Who reads on here, reads on alone.</p></div>"
    credit = "<div class='end'><p>Reporting by Ann Lee in Vostra; editing by Bo Ek.</p></div>"
    found = body(f"<div>{prose}</div>{wall}{credit}")
    assert found.text == "\n\n".join(f"{text} {text.upper()}" for text in PROSE)
    assert roles(found)[-1] == ("credit", "Reporting by Ann Lee in Vostra; editing by Bo Ek.")


def test_a_short_last_paragraph_built_as_the_others_is_the_articles() -> None:
    prose = "".join(f"<div class='para'>{text} {text.upper()}</div>" for text in PROSE)
    assert body(f"<div class='txt'>{prose}<div class='para'>They meet on Friday.</div></div>").text.endswith("Friday.")


def test_a_sentence_that_is_mostly_a_link_belongs_to_the_text() -> None:
    linked = "It also <a href='/x'>keeps the lower valley dry in the weeks of the spring flood</a>."
    blocks = "".join(f"<div class='part'><p class='text'>{text}</p></div>" for text in (*PROSE[:2], linked, *PROSE[2:]))
    assert body(blocks).text.split("\n\n")[2].startswith("It also keeps")


def test_a_byline_may_be_a_link_to_its_author() -> None:
    found = body(f"<h1>{HEADLINE}</h1>", "<p><a href='/ann'>Ann Lee</a></p>", *PROSE, byline="Ann Lee")
    assert ("byline", "Ann Lee") in roles(found)


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        ("Correction: the gates opened on Friday, not on Thursday.", True),
        ("Correction, 4 March: the gates opened on Friday, not on Thursday.", True),
        ("Berichtigung: Die Tore wurden am Freitag geöffnet.", True),
        ("In einer früheren Version dieses Artikels stand ein falsches Datum.", True),
        ("Une version précédente de cet article donnait une date fausse.", True),
        ("This article was amended on 4 March to give the right date of the vote.", True),
        ("Correction officers of the valley's prison were asked to help on Friday.", False),
    ],
)
def test_notes_of_the_newsroom(text: str, is_note: bool) -> None:
    assert (roles(body(*PROSE, f"<p>{text}</p>"))[-1][0] == "note") is is_note


def test_a_pull_quote_takes_the_name_below_it_along() -> None:
    pulled = "<blockquote><p>Water does not wait for a quorum</p><p>— The speaker of the house</p></blockquote>"
    assert body(*PROSE[:2], pulled, *PROSE[2:]).text == "\n\n".join(PROSE)
