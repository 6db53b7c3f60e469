"""Closed word classes of English: what stands in for a part-of-speech tagger around cues."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Return the words of a blank-separated list."""
    return frozenset(words.split())


PERSONAL = word_set("he she they it i we you")
PRONOUNS = PERSONAL | word_set("who which this that these those some others many one everyone anyone somebody nobody")
OBJECT_PRONOUNS = word_set("him her them me us you it himself herself themselves myself ourselves")
DETERMINERS = word_set(
    "a an the this that these those his her its their my our your some several many most both each no another any"
)
ARTICLES = word_set("the a an")
AUXILIARIES = word_set(
    """has have had having is are was were be been being am do does did will would can could may might must should
    shall hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't
    shouldn't hasn’t haven’t hadn’t isn’t aren’t wasn’t weren’t don’t doesn’t didn’t won’t wouldn’t can’t
    couldn’t shouldn’t ain't cannot"""
)
BE = word_set("is are was were be been being am")
CONJUNCTIONS = word_set(
    """and but or nor while whereas as when after before because since though although if unless until once whether
    where that than so yet then how why what"""
)
PREPOSITIONS = word_set(
    """in on at by for from with of to into during after before under over about against among amid through despite
    outside inside near following since until within without via per like unlike"""
)
TIMES = word_set(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow morning afternoon
    evening night week month year earlier later recently afterward afterwards jan feb march april may june july
    aug sept oct nov dec january february august september october november december last this next late early"""
)
ADVERBS = word_set(
    """also later then now once again never not often even just still first since previously earlier only ever always
    already recently yesterday today twice soon too further initially instead himself herself themselves itself
    both all rather quite simply either neither nor sometimes thus hence meanwhile though however so"""
)
# verbs that may stand between a subject and the cue: "went on to say", "declined to comment", "has yet to say"
BRIDGES = word_set(
    """went go goes going on to began begin begins begun continued continue continues refused refuse refuses declined
    decline declines failed fail fails wanted want wants tried try tries had have has used seemed seems appeared
    expected planned plans hoped hopes happened sought seeks seeking quick set able willing ready yet kept keeps
    came took got gets rushed proceeded like likes stopped started moved chose prepared scheduled chance helped
    allowed paused"""
)
CLOSED = AUXILIARIES | CONJUNCTIONS | PRONOUNS | DETERMINERS | PREPOSITIONS
IRREGULAR_PAST = word_set(
    """made took gave went came won lost met held sent spoke stood led left began told said ran saw got kept put set
    sought brought fought found built drew rose fell grew hit cut let laid paid"""
)
DASHES = ("—", "–", "―", "--")
