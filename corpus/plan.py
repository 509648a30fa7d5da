#!/usr/bin/env python3
"""Draws the plan of the corpus: one cell a report, one line a story. Prints data/plan.tsv.

    python3 corpus/plan.py > corpus/data/plan.tsv

The draw is seeded; running it again gives the same plan. What the columns mean stands in PLAN.md.
"""
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
rnd = random.Random(20261125)

DESKS = ("war and diplomacy", "politics", "courts", "disasters", "health", "science", "business", "labour", "sport",
         "culture", "local", "transport", "energy", "crime", "education", "religion", "weather", "technology",
         "migration", "agriculture")
REGISTERS = {  # register: (words from, to, weight)
    "agency wire": (120, 420, 16), "broadsheet report": (350, 900, 16), "tabloid report": (200, 450, 8),
    "analysis": (550, 1500, 7), "live blog": (250, 700, 8), "broadcast script": (150, 450, 8),
    "official statement": (120, 400, 7), "press release": (180, 450, 7), "channel or social post": (80, 220, 8),
    "translated report": (200, 550, 7), "Q&A interview": (400, 900, 6), "corrections notice": (80, 200, 4),
}
COUNTRIES = {
    "Europe, west": ("United Kingdom", "Ireland", "France", "Belgium", "Netherlands", "Germany", "Austria", "Switzerland",
                     "Spain", "Portugal", "Italy", "Iceland", "Norway", "Denmark", "Sweden", "Finland", "Malta", "Greece"),
    "Europe, east": ("Ukraine", "Poland", "Lithuania", "Latvia", "Estonia", "Czechia", "Slovakia", "Hungary", "Romania",
                     "Bulgaria", "Serbia", "Croatia", "Moldova", "Albania", "Belarus", "Russia", "Bosnia and Herzegovina"),
    "Middle East and North Africa": ("Egypt", "Lebanon", "Jordan", "Iraq", "Iran", "Israel", "Palestinian territories",
                                     "Yemen", "Saudi Arabia", "Morocco", "Tunisia", "Algeria", "Libya", "Turkey", "Syria"),
    "Africa": ("Nigeria", "Kenya", "Ghana", "South Africa", "Ethiopia", "Sudan", "DR Congo", "Senegal", "Mali", "Uganda",
               "Tanzania", "Zambia", "Mozambique", "Cameroon", "Rwanda", "Madagascar", "Namibia", "Somalia"),
    "South Asia": ("India", "Pakistan", "Bangladesh", "Sri Lanka", "Nepal", "Afghanistan", "Maldives"),
    "East and Central Asia": ("Japan", "South Korea", "Taiwan", "China", "Mongolia", "Kazakhstan", "Uzbekistan",
                              "Kyrgyzstan", "Georgia", "Armenia", "Azerbaijan", "Tajikistan"),
    "South-East Asia and Pacific": ("Indonesia", "Philippines", "Vietnam", "Thailand", "Malaysia", "Myanmar", "Australia",
                                    "New Zealand", "Fiji", "Papua New Guinea", "Cambodia", "Singapore"),
    "Latin America and Caribbean": ("Mexico", "Brazil", "Argentina", "Chile", "Peru", "Colombia", "Ecuador", "Bolivia",
                                    "Venezuela", "Guatemala", "Haiti", "Jamaica", "Cuba", "Panama", "Uruguay"),
    "North America": ("United States", "Canada", "United States", "United States", "Canada", "United States"),
}
STYLES = ("British, single quotation marks, said-drop allowed", "British, double curly quotation marks, days before months",
          "American, double straight quotation marks, AP datelines", "American, double curly quotation marks, Mr./Ms. on second mention",
          "Indian English, lakh and crore where natural, single curly quotation marks", "Ukrainian-English or other translated English, guillemets or low-high marks now and then",
          "agency: short paragraphs, dateline, attribution behind the statement", "Nigerian or Kenyan English, titles in full, double straight quotation marks",
          "Australian, single curly quotation marks, dashes", "inverted said (\"said the minister\"), long sentences, double curly quotation marks",
          "plain international English, double straight quotation marks, bullet points here and there")
OPENINGS = ("a direct quotation", "a figure", "a denial", "a scene", "an unnamed source", "the day", "a document or survey",
            "a place", "what has not happened yet", "an old claim that is now withdrawn", "a question", "the outlet's own finding",
            "a plain fact nobody disputes", "two voices against each other", "a pronoun whose owner comes later", "a dateline")
CERTAIN = ("confirmed", "probable", "possible", "preliminary", "expected", "alleged", "rumoured", "doubted", "unknown")
EXTRA = (
    "a claim somebody denies, and a thing not observed or not confirmed so far",
    "a direct quotation cut in two by its attribution, twice", "a quotation that runs over two paragraphs",
    "a paragraph of a speaker's words that goes on for three sentences with no cue of its own",
    "somebody quoting somebody quoting a third", "a survey, report, leak, filing or court paper that speaks",
    "a scare quote, a nickname or a title in quotation marks that is nobody's statement",
    "a hypothetical or proverb that looks like a quotation and is not one", "song words, a sign or a slogan in quotation marks",
    "a plan, a wish, support and opposition reported without any verb of saying", "relative clauses that report: \"which he said\", \"who they believe\"",
    "noun cues: \"the claim that\", \"his warning of\", \"her insistence that\"", "\"according to\" in three different places of a sentence",
    "passive reporting: \"is said to\", \"was accused of\", \"it is understood that\"", "participles that report: \"adding that\", \"citing\", \"describing it as\"",
    "a refusal to comment and a call not returned", "a speaker named only by description throughout (\"the driver\", \"her brother\")",
    "pronouns that go back two sentences to their speaker, with another person in between",
    "a correction or update of an earlier figure", "ranges, fractions and \"nearly / some / at least / up to\" figures",
    "\"over a week ago\", \"in the early hours\", \"since spring\", \"by the end of the month\": days that are vague",
    "a headline that attributes with a colon or a said-drop", "a tweet or post quoted with its channel and hour",
    "an intercepted, leaked or overheard exchange", "questions asked and answered, \"when asked whether\"",
    "thoughts and feelings as contents: fears, hopes, doubts, regrets", "orders and requests as contents: urged, ordered, called on",
    "findings: a study shows, data suggest, footage appears to show", "elided or shared subjects: \"said X and added Y, warning Z\"",
    "indirect speech broken by a quoted word or two", "a collective speaker: residents, unions, witnesses, analysts",
    "page furniture: an advert line, a teaser for another story, a sign-up line, a correction footer",
)


def cues():
    """Verbs of the cue lexicon, so that each cell is nudged towards some that others do not use."""
    out = []
    for line in open(HERE.parent / "crates/extract/data/cues.txt", encoding="utf-8"):
        if line[0] not in "#[+-\n" and "," in line:
            out += [re.split("[/ ]", w.strip())[0] if "/" in w else w.strip() for w in line.split(",")]
    return sorted({w for w in out if w and w not in ("say", "tell")})


def pick(weighted):
    return rnd.choices(list(weighted), [w[2] for w in weighted.values()])[0]


def main():
    verbs = cues()
    stories, reports = [], []
    regions = list(COUNTRIES)
    for n in range(1, 61):
        region = regions[n % len(regions)]
        stories.append((f"s{n:02}", DESKS[(n * 7) % 20], rnd.choice(COUNTRIES[region]), rnd.choice((3, 3, 4, 4, 4, 5, 6)),
                        f"{rnd.randint(2018, 2026)}-{rnd.randint(1, 10):02}-{rnd.randint(1, 28):02}"))
    slots = [(s, i) for s in stories for i in range(s[3])]
    singles = 430 - len(slots)
    cells = [(s[0], s[1], s[2], s[4]) for s, _ in slots]
    for n in range(singles):
        region = regions[n % len(regions)]
        cells.append(("-", DESKS[n % 20], rnd.choice(COUNTRIES[region]),
                      f"{rnd.randint(2017, 2026)}-{rnd.randint(1, 10):02}-{rnd.randint(1, 28):02}"))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWYZ"
    for n, (story, desk, country, day) in enumerate(cells):
        register = pick(REGISTERS)
        if story != "-" and register in ("corrections notice", "Q&A interview") and rnd.random() < .6:
            register = "agency wire"
        low, high, _ = REGISTERS[register]
        words = int(rnd.triangular(low, high, low + (high - low) * .45))
        if story != "-":
            words = min(words, 700)
        reports.append((story, desk, country, day, register, words, rnd.choice(STYLES), rnd.choice(OPENINGS),
                        ", ".join(rnd.sample(verbs, 9)), "".join(rnd.sample(letters, 5)),
                        ", ".join(rnd.sample(CERTAIN, 3)), " / ".join(rnd.sample(EXTRA, 3))))
    # Reports of one story go to different authors: batch k takes every 54th row of the list, which is in story order.
    out = sys.stdout
    out.write("report\tbatch\tstory\tdesk\tcountry\tday\tregister\twords\tstyle\topening\tcues\tinitials\tcertainty\tmust\n")
    for n, r in enumerate(reports):
        out.write("\t".join((f"r{n + 1:03}", f"b{n % 54 + 1:02}", *map(str, r))) + "\n")


main()
