"""Writes the compound lexicons (lexicon.nl.txt, lexicon.de.txt) from the frequency lists of the package wordfreq.

Run by hand when the lists should change; the files are committed and part of the index stamp.
wordfreq's data is CC BY-SA 4.0, so these two files are too (see README.md beside them).
"""

from pathlib import Path

from wordfreq import iter_wordlist, zipf_frequency

HERE = Path(__file__).parent
SHORTEST = 4
# Below this frequency (occurrences in a billion words, log10) a word is too rare to be trusted as a part.
RAREST = {"nl": 3.3, "de": 3.4}
# Endings that look like words and would cut derivations apart (opleid|ing, werk|loos).
NO_PARTS = {
    "nl": (
        "ingen heid heden loos baar lijk lijke lijks achtig elijk iseer eren eerd erend atie aties iteit isch "
        "ische tion gaan over onder door voor achter tegen naar rond deren seren teren sche ende enden ster "
        "sters eerde werd werden hebben zijn worden deze onze"
    ).split(),
    "de": (
        "ungen heit heiten keit keiten lich liche lichen loses bare schen ende enden stes isch ische ieren "
        "iert tion über unter durch hinter gegen nach werden haben sein diese unsere sche schaft"
    ).split(),
}

# Trade words that are too short or too rare for the rules above and that courses are full of.
OWN = {
    "nl": (
        "las dak zee bad gas ict hef heftruck truck soldeer metsel timmer verpleeg boekhoud electricien "
        "elektricien magazijnier lasser kapper bakker slager knip huid bloem sierteelt tuinbouw vorkheftruck "
        "stapelaar reachtruck oplegger autocar werfleider stellingbouw dakdekker loodgieter koeltechniek "
        "airco hydraulica pneumatica"
    ).split(),
    "de": (
        "lkw pkw bau stapler schweiss schweisser dach bad gas kfz maurer maler tischler dachdecker friseur "
        "backer metzger pflege buchhalter"
    ).split(),
}


def lexicon(language: str) -> list[str]:
    """The words that may be part of a compound, sorted."""
    banned = set(NO_PARTS[language])
    words = set()
    for word in iter_wordlist(language):
        if zipf_frequency(word, language) < RAREST[language]:
            break
        if len(word) >= SHORTEST and word.isalpha() and word not in banned:
            words.add(word.replace("ß", "ss"))
    return sorted(words | set(OWN[language]))


def main() -> None:
    for language in RAREST:
        words = lexicon(language)
        target = HERE / f"lexicon.{language}.txt"
        target.write_text("\n".join(words) + "\n", encoding="utf-8")
        print(f"{target.name}: {len(words)} words")


if __name__ == "__main__":
    main()
