/* The tables of sentences_words.h, compiled for this program. */
#include "lib/sentences_words.h"

#include "lib/word_list.h"

struct table {
    struct word_list titles;
    struct word_list numbers;
    struct word_list endings;
    struct word_list names;
    struct word_list starters;
};

/* clang-format off */
static const char *const en_titles[] = {
    "adj", "adm", "ala", "amb", "approx", "atty", "ave", "bldg", "blvd", "brig", "ca", "capt", "cf",
    "cmdr", "col", "cpl", "det", "dr", "e.g", "ed", "esq", "fr", "gen", "gov", "hon", "i.e", "insp",
    "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "ofc", "op", "pfc",
    "pres", "prof", "pvt", "rep", "reps", "rev", "rt", "sen", "sens", "sgt", "st", "ste", "supt",
    "treas", "v", "viz", "vs", "wg",
};

static const char *const en_numbers[] = {
    "art", "arts", "ch", "chap", "eq", "fig", "figs", "no", "nos", "n°", "nº", "p", "par", "pp",
    "sec", "sect", "tab", "tel", "vol", "vols",
};

static const char *const en_endings[] = {
    "a.d", "a.m", "ad", "al", "am", "apr", "aug", "b.a", "b.c", "bc", "dec", "etc", "feb",
    "fri", "ft", "hr", "hrs", "jan", "jul", "jun", "kg", "km", "lb", "lbs", "m.a", "m.d", "mar",
    "mi", "min", "mins", "mon", "nov", "oct", "oz", "p.m", "ph.d", "sep", "sept", "sq", "thu",
    "thur", "thurs", "tue", "tues", "wed", "yd", "yr", "yrs",
};

static const char *const en_names[] = {
    "assn", "bros", "cie", "co", "corp", "cos", "d.c", "dept", "dist", "div", "e.u", "est", "inc",
    "intl", "jr", "l.a", "ltd", "mfg", "n.y", "natl", "plc", "pty", "sr", "u.k", "u.n", "u.s",
    "u.s.a", "univ",
};

static const char *const en_starters[] = {
    "a", "about", "according", "actually", "after", "all", "also", "although", "an", "and",
    "another", "any", "anyone", "are", "as", "ask", "at", "be", "because", "before", "being",
    "both", "but", "by", "can", "check", "click", "come", "could", "despite", "did", "discover",
    "do", "does", "don't", "during", "each", "even", "every", "everyone", "everything", "finally",
    "first", "for", "from", "get", "give", "go", "has", "have", "he", "her", "here", "how",
    "however", "i", "i'd", "i'll", "i'm", "i've", "if", "in", "indeed", "instead", "is", "it",
    "it's", "its", "join", "just", "last", "later", "learn", "let", "let's", "many", "may", "maybe",
    "meanwhile", "more", "moreover", "most", "my", "never", "nevertheless", "next", "no", "nobody",
    "nor", "not", "nothing", "now", "of", "on", "once", "one", "only", "or", "order", "other",
    "our", "out", "over", "perhaps", "please", "read", "see", "several", "she", "should", "since",
    "so", "some", "someone", "sometimes", "soon", "still", "such", "take", "thank", "thanks",
    "that", "that's", "the", "their", "then", "there", "there's", "therefore", "these", "they",
    "they're", "this", "those", "though", "through", "thus", "to", "today", "together", "tomorrow",
    "too", "try", "under", "unfortunately", "unless", "until", "up", "use", "visit", "was", "watch",
    "we", "we'll", "we're", "well", "were", "what", "what's", "when", "whenever", "where", "which",
    "while", "who", "whose", "why", "will", "with", "without", "would", "yes", "yesterday", "yet",
    "you", "you'll", "you're", "your",
};

static const char *const es_titles[] = {
    "a.c", "adm", "admor", "admón", "afmo", "alf", "arq", "arz", "atte", "aux", "av", "avda", "bco",
    "bibl", "biol", "br", "c.ª", "card", "cast", "cfr", "cmdte", "cnel", "col",
    "coord", "cra", "crta", "cte", "ctra", "ctral", "d", "da", "dep", "dir", "dna", "dpto",
    "dptos", "dr", "dra", "dras", "dres", "dña", "ed", "edif", "ee", "ej", "emb", "emmo", "esc",
    "esp", "excma", "excmo", "exp", "f", "fam", "farm", "fdo", "fr", "fray", "gob", "gral", "grl",
    "hna", "hnas", "hno", "hnos", "ilma", "ilmo", "ing", "j", "lcda", "lcdo", "lic",
    "licda", "licdo", "ltda.de", "mons", "mr", "mrs", "ms", "mt", "mte", "mtra", "mtro", "mz",
    "máx", "mín", "n.sra", "nac", "ntra", "ntro", "obpo", "of", "p.e", "p.ej", "pbro",
    "pdta", "pdte", "pq", "pral", "presb", "prof", "profa", "profs", "prov", "ptda", "pza",
    "pzo", "rda", "rdo", "rev", "rte", "rvdo", "s.a.r", "s.m", "sdo", "sgto", "smo", "sr", "sra",
    "sras", "sres", "srita", "srta", "srtas", "sta", "sto", "subof", "subte", "tte", "urb",
    "vda", "vg", "vid",
};

static const char *const es_numbers[] = {
    "apdo", "aptdo", "art", "arts", "c/", "cap", "caps", "cf", "depto", "edo", "fig", "figs", "fol",
    "h", "hab", "lib", "lám", "n", "no", "nos", "nro", "nros", "n°", "nº", "núm", "núms", "p",
    "pag", "pags", "parr", "pg", "pgs", "pp", "pág", "págs", "párr", "s", "sig", "ss", "t", "tel",
    "tels", "teléf", "tfno", "tlf", "tom", "tomo", "v", "ver", "vol", "vols",
};

static const char *const es_endings[] = {
    "a.m", "abr", "adj", "admon", "ago", "alt", "ant", "apr", "aprox", "cm", "cts",
    "cént", "d.c", "d.e.p", "dic", "dls", "dom", "ene", "etc", "feb", "gr", "grs", "ha", "hr",
    "hrs", "hs", "jue", "juev", "jul", "jun", "kg", "km", "kms", "lt", "lts", "lun", "mar", "mart",
    "may", "min", "mins", "mié", "miérc", "mm", "nov", "oct", "p.m", "ptas", "pts", "q.e.p.d",
    "seg", "segs", "sep", "sept", "set", "sáb", "uds", "unid", "vie",
};

static const char *const es_names[] = {
    "aa", "aa.vv", "bros", "cc", "cia", "co", "corp", "cía", "dd.hh", "ff", "ff.aa", "ff.cc", "hh",
    "inc", "jj.oo", "jr", "ltd", "ltda", "onu", "oo", "rr.hh", "s.a", "s.a.s", "s.c", "s.coop",
    "s.l", "s.l.u", "s.r.l", "ud", "uu", "vd", "vds", "vv",
};

static const char *const es_starters[] = {
    "a", "además", "ahora", "ahí", "al", "algo", "alguien", "alguna", "algunas", "algunos", "algún",
    "allí", "ambos", "ante", "antes", "apenas", "aquel", "aquella", "aquellas", "aquellos", "aquí",
    "así", "aun", "aunque", "ayer", "aún", "bajo", "bien", "bueno", "cada", "casi", "como", "con",
    "conoce", "contra", "cual", "cualquier", "cuando", "cuanto", "cuál", "cuáles", "cuándo",
    "cuánta", "cuántas", "cuánto", "cuántos", "cómo", "de", "debe", "del", "descubre", "desde",
    "después", "donde", "durante", "dónde", "e", "el", "ella", "ellas", "ellos", "en", "entonces",
    "entra", "entre", "era", "eran", "es", "esa", "esas", "ese", "eso", "esos", "esta", "estaba",
    "estamos", "estas", "este", "esto", "estos", "estoy", "está", "están", "esté", "excepto", "fue",
    "fueron", "gracias", "ha", "habrá", "habría", "hace", "hacia", "han", "hasta", "hay", "he",
    "hemos", "hola", "hoy", "igual", "incluso", "la", "las", "le", "les", "llegó", "lo", "los",
    "luego", "mañana", "me", "menos", "mi", "mientras", "mira", "mis", "mucha", "muchas", "mucho",
    "muchos", "muy", "más", "nada", "nadie", "ni", "ninguna", "ninguno", "ningún", "no", "nos",
    "nosotras", "nosotros", "nuestra", "nuestras", "nuestro", "nuestros", "nunca", "o", "otra",
    "otras", "otro", "otros", "para", "pero", "pese", "poco", "pocos", "por", "porque", "pronto",
    "puede", "pues", "que", "queda", "quien", "quienes", "quizá", "quizás", "quién", "quiénes",
    "qué", "recuerda", "reserva", "se", "sea", "según", "ser", "si", "siempre", "sin", "sobre",
    "solo", "son", "soy", "su", "sus", "sí", "sólo", "también", "tampoco", "tan", "tanto", "te",
    "tenemos", "tiene", "tienes", "toda", "todas", "todavía", "todo", "todos", "tras", "tu", "tus",
    "tú", "un", "una", "unas", "uno", "unos", "usted", "ustedes", "va", "vamos", "varias", "varios",
    "ven", "vosotros", "y", "ya", "yo", "él", "éramos", "ésta", "éste", "éstos", "último",
};

static const char *const fr_titles[] = {
    "adj", "al", "apr", "av", "bd", "boul", "c.-à-d", "capt", "cf", "ch", "cie.de", "cmdt", "col",
    "dr", "drs", "ed", "ex", "gal", "gén", "hon", "ing", "intr", "lt", "m", "mgr", "mlle",
    "mlles", "mm", "mme", "mmes", "mr", "mt", "p.ex", "pdt", "pr", "prof", "prés", "réf", "sgt",
    "sr", "st", "ste", "sv", "v", "vs", "vve", "ép", "ét",
};

static const char *const fr_numbers[] = {
    "art", "chap", "fig", "figs", "n", "no", "nos", "n°", "nº", "p", "pag", "par", "pp", "ss", "t",
    "tel", "tél", "vol", "vols",
};

static const char *const fr_endings[] = {
    "a.m", "apr.j.-c", "av.j.-c", "avr", "cm", "dim", "déc", "env", "etc", "févr", "h", "hab",
    "j.-c", "janv", "jeu", "juil", "kg", "km", "lun", "mar", "mer", "min", "nov", "oct", "p.m",
    "sam", "sec", "sept", "suiv", "ven",
};

static const char *const fr_names[] = {
    "bros", "cie", "co", "corp", "dép", "e.-u", "inc", "jr", "ltd", "ltée", "r.-u", "s.a",
    "s.a.r.l", "s.a.s", "u.s", "univ", "éd",
};

static const char *const fr_starters[] = {
    "a", "afin", "ainsi", "alors", "après", "au", "aucun", "aucune", "aujourd'hui", "aussi",
    "autre", "autres", "aux", "avant", "avec", "bien", "bientôt", "bonjour", "bref", "c'est", "car",
    "ce", "cela", "celle", "celles", "celui", "cependant", "ces", "cet", "cette", "ceux", "chacun",
    "chaque", "chez", "comme", "comment", "d'abord", "d'autres", "dans", "de", "demain", "depuis",
    "derrière", "des", "deux", "donc", "dont", "du", "dès", "déjà", "elle", "elles", "en", "encore",
    "enfin", "ensuite", "entre", "est", "et", "eux", "grâce", "hier", "ici", "il", "ils", "j'ai",
    "jamais", "je", "jusqu'à", "l'on", "la", "le", "les", "leur", "leurs", "lors", "lorsque", "lui",
    "là", "ma", "mais", "malgré", "me", "merci", "mes", "moi", "mon", "même", "n'est", "ne", "ni",
    "nos", "notre", "nous", "or", "ou", "où", "par", "parce", "parfois", "partout", "pas",
    "pendant", "personne", "peu", "peut-être", "plus", "plusieurs", "pour", "pourquoi", "pourtant",
    "près", "puis", "puisque", "qu'est-ce", "qu'il", "quand", "que", "quel", "quelle", "quelles",
    "quelqu'un", "quelque", "quelques", "quels", "qui", "quoi", "rien", "s'il", "sa", "sans",
    "sauf", "se", "selon", "ses", "si", "sinon", "soit", "son", "sous", "souvent", "sur", "ta",
    "tandis", "tant", "te", "tes", "toi", "ton", "toujours", "tous", "tout", "toute", "toutefois",
    "toutes", "trois", "trop", "très", "tu", "un", "une", "vers", "voici", "voilà", "vos", "votre",
    "vous", "y", "à", "ça", "être",
};
/* clang-format on */

static const struct table tables[] = {
    [SENTENCES_EN] = { WORD_LIST(en_titles), WORD_LIST(en_numbers), WORD_LIST(en_endings),
                       WORD_LIST(en_names), WORD_LIST(en_starters) },
    [SENTENCES_ES] = { WORD_LIST(es_titles), WORD_LIST(es_numbers), WORD_LIST(es_endings),
                       WORD_LIST(es_names), WORD_LIST(es_starters) },
    [SENTENCES_FR] = { WORD_LIST(fr_titles), WORD_LIST(fr_numbers), WORD_LIST(fr_endings),
                       WORD_LIST(fr_names), WORD_LIST(fr_starters) },
};

enum abbreviation sentences_abbreviation(enum sentence_rules rules, const char *word, size_t bytes)
{
    const struct table *table = &tables[rules];
    if (word_list_has(&table->titles, word, bytes))
        return ABBREVIATION_TITLE;
    if (word_list_has(&table->numbers, word, bytes))
        return ABBREVIATION_NUMBER;
    if (word_list_has(&table->endings, word, bytes))
        return ABBREVIATION_ENDING;
    return word_list_has(&table->names, word, bytes) ? ABBREVIATION_NAME : ABBREVIATION_NONE;
}

bool sentences_is_starter(enum sentence_rules rules, const char *word, size_t bytes)
{
    return word_list_has(&tables[rules].starters, word, bytes);
}

bool sentences_words_are_sorted(void)
{
    for (size_t i = SENTENCES_EN; i < sizeof tables / sizeof tables[0]; i++) {
        const struct word_list *lists = &tables[i].titles;
        for (size_t list = 0; list < sizeof tables[i] / sizeof *lists; list++)
            if (!word_list_is_sorted(&lists[list]))
                return false;
    }
    return true;
}
