"""What newsroom prose does around a cue, a sentence or two each: golden pairs of text and the statements in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from schemas.entity import Entity, EntityType, Mention
from schemas.statement import Statement, slices
from transforms.entities.knowledge import load_knowledge
from transforms.reading import read
from transforms.statements.extraction import find_statements


def find(text: str, *, learned: bool = True) -> tuple[Statement, ...]:
    return find_statements(text, mentions=(), entities={}, published_at=None, learned=learned)


def facts(text: str, *, learned: bool = True) -> list[tuple[str, str, str]]:
    """Source, cue and content of every statement."""
    return [
        (slices(text, found.source), slices(text, found.cue), slices(text, found.content))
        for found in find(text, learned=learned)
    ]


SETTINGS = [  # before what is said, and no part of it
    ("After the storm, harbour master Tove Lind said, “We lost two boats.”", "“We lost two boats.”"),
    ("As the sirens wailed, the porter said, “Everybody out.”", "“Everybody out.”"),
    ("As for the cost, the treasurer said: “Nobody has counted.”", "“Nobody has counted.”"),
    ("However, the treasurer said, prices would fall.", "prices would fall"),
]
PARTS = [  # before what is said, and part of it
    ("In the long run, the treasurer said, the ferry would pay.", "In the long run the ferry would pay"),
    ("In the long run, the treasurer said, “the ferry will pay.”", "In the long run “the ferry will pay.”"),
    ("Though the storm was brief, she said, mending the pier would take years.",
     "Though the storm was brief mending the pier would take years"),
    ("Two divers, according to a coastguard spokesman, were missing.", "Two divers were missing"),
]  # fmt: skip
STARTS = [
    ("The board said neither the mayor nor her deputy knew.", "neither the mayor nor her deputy knew"),
    ("The clerk said too many forms were lost.", "too many forms were lost"),
    ("The clerk said this was a mistake.", "this was a mistake"),
    ("The clerk said last year’s budget was a mess.", "last year’s budget was a mess"),
]
ENDS = [
    ("The letter said: “Fares may rise”, but no plan exists.", "“Fares may rise”"),
    ("Lind repeatedly shouted “Get down,” until the boat had passed.", "“Get down,”"),
    ("“We lost two boats,” Lind says in “A Year at Sea”.", "“We lost two boats,”"),
    ("“It is sound,” Lind told Radio 4’s “Harbour Hour” programme.", "“It is sound,”"),
    ("Lind said, “It is an affront to us all.“ However, the ferry will sail.", "“It is an affront to us all.“"),
    ("Lind’s claim that the ferry was sound drew laughter.", "that the ferry was sound"),
    ("The port’s announcement that fares would double angered islanders.", "that fares would double"),
    ("The bank would neither confirm nor deny that it was hiring.", "that it was hiring"),
    ("The inquest heard that nobody had slept.", "that nobody had slept"),
    ("The pier may close, Lind said. “It depends on the wind.”", "The pier may close “It depends on the wind.”"),
    ("Lind said since the mine had shut, half the town had left.", "since the mine had shut, half the town had left"),
    ("Lind, 67, is said to be the last of the pilots.", "Lind, 67 to be the last of the pilots"),
    ("The wreck is reported to have sunk in May.", "The wreck to have sunk in May"),
    (
        "Harbour master Karel Odum announces where four ferries will be permanently displayed at the season’s end.",
        "where four ferries will be permanently displayed at the season’s end",
    ),
]

BY_GRAMMAR = [  # where the encoder may differ
    ("The clerk said late on Monday the forms were lost.", "the forms were lost"),
    ("In a joint statement, seven island mayors called for a cheaper ferry.", "a cheaper ferry"),
]


@pytest.mark.parametrize(("text", "content"), [*SETTINGS, *PARTS, *STARTS, *ENDS])
def test_content(text: str, content: str) -> None:
    assert [said for *_, said in facts(text)] == [content]


SEVERAL = [
    ("Lind said: “We sail at six,” adding that fares would rise.",
     [("Lind", "said", "“We sail at six,”"), ("Lind", "adding", "that fares would rise")]),
    ("Odum denied the charge, accused the board of lying and vowed to appeal.",
     [("Odum", "denied", "the charge"), ("Odum", "accused", "the board of lying"), ("Odum", "vowed", "to appeal")]),
    ("The minister said rents would be capped, promised new homes and urged landlords to help.",
     [("The minister", "said", "rents would be capped"), ("The minister", "promised", "new homes"),
      ("The minister", "urged", "landlords to help")]),
    ("They claimed the ferry was sound and claim she has a reason to lie.",
     [("They", "claimed", "the ferry was sound"), ("They", "claim", "she has a reason to lie")]),
    ("The clerk said every claim would be read, with the i reporting that none had been.",
     [("The clerk", "said", "every claim would be read"), ("the i", "reporting", "that none had been")]),
    ("Growers say the price is low and insist that it will fall.",
     [("Growers", "say", "the price is low"), ("Growers", "insist", "that it will fall")]),
    ("He left, saying the dam was safe and noting that the wall was new.",
     [("He", "saying", "the dam was safe"), ("He", "noting", "that the wall was new")]),
    ("Asked why the bolts had rusted, Odum said money was short.",
     [("", "Asked", "why the bolts had rusted"), ("Odum", "said", "money was short")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_cues_of_one_sentence(text: str, expected: Sequence[tuple[str, str, str]]) -> None:
    assert facts(text) == expected


SOURCES = [
    ("Some state officials praised the plan.", "Some state officials", "praised"),
    ("Lind was quoted by the Harbour Post as saying the ferry was sound.", "Lind", "saying"),
    ("A voice is then heard saying: “We stop here.”", "A voice", "saying"),
    ("Sen. Ruth Marsh (D-Me.) said it was a shame.", "Sen. Ruth Marsh (D-Me.)", "said"),
    ("Downing Street declined to say when the talks would resume.", "Downing Street", "declined to say"),
    ("“Not in my lifetime,” growled the old ferryman.", "the old ferryman", "growled"),
    ("Odum said in televised remarks that five boats were lost.", "Odum", "said"),
    ("We are of course talking about the pier.", "We", "are of course talking about"),
    ("It’s claimed that the ferry sank.", "", "claimed"),
    ("A spokesman, Karel Odum, declined to comment on the price.", "A spokesman, Karel Odum", "declined to comment on"),
    ("Odum was called in and told that his contract would end.", "", "told"),
    ("According to minutes released under the Access to Files Act, the pier was sound.",
     "minutes released under the Access to Files Act", "According to"),
    ("“Space is hard,” said Karel Odum, the founder of a Marl-based firm who has spent years at sea, when it rained.",
     "Karel Odum, the founder of a Marl-based firm who has spent years at sea", "said"),
    ("Lind is said to be ill.", "", "is said"),
    ("According to Marl Council, the port raised its fees in May.", "Marl Council", "According to"),
    ("Second ferry reported to have sunk", "", "reported"),
    ("Family doctors have been urged to visit the old.", "", "have been urged"),
    ("The port sent a letter to Karel Odum alleging that the ferry leaked.", "The port", "alleging"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue"), SOURCES)
def test_source(text: str, source: str, cue: str) -> None:
    assert [(who, word) for who, word, _ in facts(text)] == [(source, cue)]


ADDRESSEES = [
    ("Asked if she would resign, the mayor said no.", "the mayor"),
    ("Villagers were told to boil their water.", "Villagers"),
    ("The mayor was asked whether she would resign.", "The mayor"),
    ("Lind told “Harbour Hour” that the ferry was sound.", "“Harbour Hour”"),
    ("Lind told Coast Radio 4 the ferry was sound.", "Coast Radio 4"),
    ("Lind told Reuters 20 boats were lost.", "Reuters"),
]


@pytest.mark.parametrize(("text", "addressee"), ADDRESSEES)
def test_addressee(text: str, addressee: str) -> None:
    assert find(text)[0].circumstances.addressee == addressee


@pytest.mark.parametrize(
    "text",
    [
        'Lind wore a jacket with "PRESS" written on it.',
        "Odum’s repeated visits to the pier annoyed nobody.",
        "Odum heard that the crew had gone.",
        "The pier will appeal to anyone who likes boats.",
        "Police arrested and questioned the driver.",
        "The tent stands out from the crowd thanks to its two poles.",
        "The film features a Harbour News report from the weekend.",
        "A porter accused of theft was held on Monday.",
        "The head of the body that oversees safety reporting standards has left.",
        "What has Odum said about the pier?",
        "The port has always maintained a high level of safety.",
        "The club began to deal with questions that surround the sale.",
        "The reported port memo about tolls follows a year of losses.",
        "He turned from letters to posts with titles like “Solidarity”.",
        "Odum’s crew claimed a second victory in the harbour race.",
        "The wine is fresh, not to mention a good friend of fish.",
        "Here’s what growers had to say about the new tax.",
    ],
)
def test_no_statement(text: str) -> None:
    assert facts(text) == []


def test_grammar_alone_reads_them_too() -> None:
    for text, content in [*SETTINGS[:3], *PARTS, *STARTS, *ENDS, *BY_GRAMMAR]:
        assert [said for *_, said in facts(text, learned=False)] == [content], text


DOCUMENTS = [  # the words of a document in a paragraph of their own, with no marks around them
    ("The council said in a statement:\n\nThe pier is safe. It was checked in May.\n\nNobody else knew.",
     ["The pier is safe It was checked in May."]),
    ("The port denied these charges:\n\nNobody was forced to stay. Nobody worked at night. Lind said it was late.",
     ["these charges Nobody was forced to stay. Nobody worked at night.", "it was late"]),
    ("The council said which streets would close:\n\nMain Street\n\nHigh Street\n\nThe work starts in May.",
     ["which streets would close"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "contents"), DOCUMENTS)
def test_a_document_follows_a_colon(text: str, contents: list[str]) -> None:
    assert [said for *_, said in facts(text)] == contents


def mention(text: str, name: str, kind: EntityType) -> Mention:
    start = text.index(name)
    return Mention(
        start=start, end=start + len(name), surface=name, form="name", type=kind, entity_id=f"e-{name}",
        resolution="name", confidence=0.9,
    )  # fmt: skip


def test_whoever_tells_to_do_orders() -> None:
    (found,) = [one for one in find("Odum thanked the crews and told them to rest.") if one.cue_lemma == "tell"]
    assert (found.speech_act, found.circumstances.addressee) == ("order", "them")


def test_a_month_is_no_place_of_an_occasion() -> None:
    (found,) = find("“It is sound,” she told the inquiry in March.")
    assert found.circumstances.occasion == "inquiry"


def speaker(text: str, kinds: dict[str, EntityType]) -> tuple[str | None, str | None]:
    """Name and role of the first speaker; `kinds`: surface -> type of every mention."""
    mentions = [mention(text, name, kind) for name, kind in kinds.items()]
    entities = {f"e-{name}": Entity(entity_id=f"e-{name}", name=name, type=kind) for name, kind in kinds.items()}
    found = find_statements(
        text, mentions=sorted(mentions, key=lambda one: one.start), entities=entities, published_at=None
    )
    return found[0].speaker.name, found[0].speaker.role


def test_the_holder_of_a_bodys_office_speaks() -> None:
    text = "Bakers of Marl’s chief economist, Ana Odum, said prices would fall."
    name, _ = speaker(text, {"Bakers": "organization", "Ana Odum": "person"})
    assert name == "Ana Odum"


def test_an_office_in_capitals_is_held_by_the_name_after_it() -> None:
    text = "The State Mediator, Karel Odum, said the talks were slow."
    kinds: dict[str, EntityType] = {"State Mediator": "organization", "Karel Odum": "person"}
    assert speaker(text, kinds) == ("Karel Odum", "State Mediator")


def test_a_country_talks_are_held_with_does_not_speak() -> None:
    text = "The envoy leading talks between Norvania and the rebels said there was hope."
    assert speaker(text, {"Norvania": "place"}) == (None, None)


def test_the_37_year_old_is_whose_age_is_given() -> None:
    text = "The 37-year-old said the pier was hers. Ana Odum, 37, lives on it. Karel Lind, 52, said it was not."
    name, _ = speaker(text, {"Ana Odum": "person", "Karel Lind": "person"})
    assert name == "Ana Odum"


def test_a_body_has_no_role() -> None:
    text = "Boltline, one of the makers with 10,000+ customers, said it would sue."
    assert speaker(text, {"Boltline": "organization"}) == ("Boltline", None)


def test_a_headline_tells_what_the_text_tells_by_name() -> None:
    text = "Harbour nurse says ward was locked\n\nAna Odum, a harbour nurse, said so. Karel Lind, a porter, did not."
    kinds: dict[str, EntityType] = {"Ana Odum": "person", "Karel Lind": "person"}
    assert speaker(text, kinds) == ("Ana Odum", None)
    assert speaker(text.replace("a porter", "a harbour nurse"), kinds) == (None, None)


def test_nobody_speaks_who_is_written_to() -> None:
    text = "The union’s letter to Karel Odum, the harbour master, said: “We sail.”"
    assert speaker(text, {"Karel Odum": "person"}) == (None, None)


def test_the_committee_of_a_body_is_not_the_body() -> None:
    assert speaker("The Senate committee said it would meet.", {"Senate": "organization"}) == (None, None)
    assert speaker("The Marlon news agency said it would close.", {"Marlon": "organization"}) == ("Marlon", None)


def test_a_list_of_places_names_nobody_who_lives_there() -> None:
    text = "Residents of Marl, Ochre and Lind say they live in fear."
    assert speaker(text, {"Marl": "place", "Ochre": "person", "Lind": "person"}) == (None, None)


NEXT = [  # who is meant after the first sentence, of a text where "Sinwal" is named most
    ("Sinwal is feared. Marie Odum, his lawyer, is aware of Sinwal. “He is ill,” she said.", "Marie Odum"),
    ("Today, Mayor Karel Lind met Ana Odum. He said the ferry was late.", "Karel Lind"),
    ("While Karel Lind slept, Peter Odum left. He said the ferry was late.", "Peter Odum"),
]


@pytest.mark.parametrize(("text", "name"), NEXT)
def test_he_is_whoever_acts_in_the_sentence_before(text: str, name: str) -> None:
    (found,) = read(text, load_knowledge()).statements[-1:]
    assert (found.speaker.name, found.speaker.resolution) == (name, "pronoun")


def test_nobody_says_his_own_name() -> None:
    (found,) = read("Karel Lind met Peter Odum. “Lind is a friend of mine,” he said.", load_knowledge()).statements
    assert found.speaker.name != "Karel Lind"
