/* The tagger's lexicon: the closed classes whole, the commonest of the open ones, irregular verbs.
 * `VB|NN` is a verb that is a noun as often. */
#include "lib/tagger_words.h"

/* clang-format off */
static const char *const words_cc[] = {
    "&", "and", "but", "nor", "or", "plus", "yet",
};

static const char *const words_cd[] = {
    "billion", "eight", "eighteen", "eighty", "eleven", "fifteen", "fifty", "five", "forty", "four",
    "fourteen", "hundred", "million", "nine", "nineteen", "ninety", "one", "seven", "seventeen",
    "seventy", "six", "sixteen", "sixty", "ten", "thirteen", "thirty", "thousand", "three",
    "twelve", "twenty", "two",
};

static const char *const words_dt[] = {
    "a", "all", "an", "another", "any", "both", "each", "either", "every", "half", "neither", "no",
    "some", "such", "the", "these", "this", "those",
};

static const char *const words_ex[] = {
    "there",
};

static const char *const words_in[] = {
    "about", "above", "across", "after", "against", "along", "alongside", "although", "amid",
    "among", "amongst", "around", "as", "at", "atop", "because", "before", "behind", "below",
    "beneath", "beside", "besides", "between", "beyond", "by", "despite", "down", "during",
    "except", "for", "from", "if", "in", "inside", "into", "lest", "like", "near", "of", "off",
    "on", "once", "onto", "out", "outside", "over", "past", "per", "since", "so", "than", "that",
    "though", "through", "throughout", "till", "toward", "towards", "under", "underneath", "unless",
    "unlike", "until", "up", "upon", "via", "whereas", "whether", "while", "with", "within",
    "without",
};

static const char *const words_jj[] = {
    "able", "afraid", "alive", "alone", "angry", "annual", "available", "aware", "bad",
    "better-known", "big", "black", "blue", "bright", "brown", "busy", "certain", "clean", "clear",
    "cold", "common", "complex", "cool", "crisp", "current", "daily", "dark", "dead", "deep",
    "different", "digital", "dirty", "dry", "due", "eager", "early", "easy", "empty", "entire",
    "extra", "fair", "false", "fast", "few", "final", "fine", "first", "foreign", "free", "fresh",
    "full", "glad", "global", "golden", "good", "gray", "great", "green", "grey", "happy", "hard",
    "heavy", "high", "hot", "human", "ill", "important", "inner", "invalid", "keen", "key", "kind",
    "large", "last", "late", "legal", "light", "likely", "little", "live", "local", "long", "loud",
    "lovely", "low", "lunar", "main", "major", "many", "mental", "mere", "military", "minor",
    "mobile", "modern", "monthly", "narrow", "native", "negative", "new", "next", "nice", "normal",
    "old", "ongoing", "open", "original", "other", "outer", "own", "pink", "political", "poor",
    "popular", "positive", "possible", "present", "pretty", "previous", "private", "professional",
    "proper", "proud", "public", "quick", "quiet", "rare", "raw", "ready", "real", "recent", "red",
    "rich", "ripe", "royal", "rural", "sad", "safe", "same", "second", "senior", "serious",
    "several", "sharp", "short", "sick", "similar", "simple", "single", "slow", "small", "social",
    "soft", "solar", "sole", "sorry", "sour", "special", "steel", "straight", "strong", "sudden",
    "sure", "sweet", "tasty", "third", "tired", "top", "total", "traditional", "true", "unable",
    "upper", "urban", "usual", "valid", "various", "vast", "warm", "weekly", "well-known", "wet",
    "white", "whole", "wide", "wild", "wise", "wooden", "worth", "wrong", "yearly", "yellow",
    "young",
};

static const char *const words_jjr[] = {
    "better", "bigger", "cheaper", "deeper", "earlier", "easier", "faster", "fewer", "further",
    "greater", "higher", "larger", "longer", "lower", "newer", "older", "richer", "safer",
    "shorter", "simpler", "smaller", "stronger", "wider", "worse", "younger",
};

static const char *const words_jjs[] = {
    "best", "latest", "worst",
};

static const char *const words_md[] = {
    "'d", "'ll", "ca", "can", "cannot", "could", "may", "might", "must", "ought", "shall", "should",
    "will", "wo", "would",
};

static const char *const words_nn[] = {
    "air", "anything", "area", "art", "basketball", "body", "bread", "building", "business", "case",
    "ceiling", "child", "city", "community", "company", "data", "day", "door", "education",
    "evening", "everything", "eye", "face", "fact", "father", "food", "force", "friend", "game",
    "girl", "government", "group", "guy", "hand", "head", "health", "history", "home", "hour",
    "house", "idea", "information", "issue", "kid", "king", "level", "life", "line", "man",
    "meeting", "metadata", "minute", "moment", "money", "morning", "music", "name", "news",
    "nothing", "number", "office", "parent", "part", "party", "person", "place", "point", "power",
    "president", "problem", "reason", "research", "result", "ring", "room", "service", "side",
    "something", "spring", "story", "string", "teacher", "team", "thing", "time", "water", "way",
    "wedding", "week", "wing", "woman", "world", "year",
};

static const char *const words_nns[] = {
    "children", "criteria", "feet", "media", "men", "mice", "people", "teeth", "women",
};

static const char *const words_prp[] = {
    "he", "hers", "herself", "him", "himself", "i", "it", "itself", "me", "mine", "myself",
    "oneself", "ours", "ourselves", "she", "theirs", "them", "themselves", "they", "us", "we",
    "you", "yours", "yourself", "yourselves",
};

static const char *const words_prp_of[] = {
    "her", "his", "its", "my", "our", "their", "your",
};

static const char *const words_rb[] = {
    "abroad", "afterwards", "again", "ahead", "almost", "already", "also", "altogether", "always",
    "anyway", "anywhere", "apart", "away", "back", "else", "elsewhere", "even", "ever",
    "everywhere", "far", "forever", "forward", "furthermore", "hence", "here", "indeed", "instead",
    "just", "later", "least", "likewise", "maybe", "meanwhile", "moreover", "much", "n't", "never",
    "nevertheless", "no.", "nonetheless", "not", "now", "nowhere", "often", "online", "only",
    "otherwise", "perhaps", "please", "quite", "rarely", "rather", "seldom", "somehow", "sometimes",
    "somewhat", "somewhere", "soon", "still", "then", "therefore", "thus", "today", "together",
    "tomorrow", "tonight", "too", "twice", "usually", "very", "well", "yes", "yesterday",
};

static const char *const words_rbr[] = {
    "less", "more", "sooner",
};

static const char *const words_rbs[] = {
    "most",
};

static const char *const words_to[] = {
    "to",
};

static const char *const words_uh[] = {
    "ah", "hello", "hey", "hi", "oh", "ok", "okay", "oops", "wow",
};

static const char *const words_vb[] = {
    "be",
};

static const char *const words_vbd[] = {
    "ate", "became", "began", "bent", "bit", "bled", "blew", "bought", "broke", "brought", "built",
    "burnt", "came", "caught", "chose", "dealt", "did", "drank", "dreamt", "drew", "drove", "dug",
    "fed", "fell", "felt", "flew", "forgave", "forgot", "fought", "found", "froze", "gave", "got",
    "grew", "had", "heard", "held", "hid", "hung", "kept", "knew", "laid", "learnt", "led", "left",
    "lent", "lost", "made", "meant", "met", "overcame", "paid", "ran", "rebuilt", "redid",
    "rewrote", "rode", "rose", "said", "sang", "sank", "sat", "saw", "sent", "shone", "shook",
    "shot", "showed", "slept", "sold", "sought", "spent", "spoke", "stole", "stood", "struck",
    "stuck", "swam", "swore", "taught", "thought", "threw", "told", "took", "tore", "understood",
    "undid", "was", "went", "were", "withdrew", "woke", "won", "wore", "wound", "wrote",
};

static const char *const words_vbg[] = {
    "being", "doing", "having",
};

static const char *const words_vbn[] = {
    "been", "begun", "bitten", "blown", "broken", "chosen", "done", "drawn", "driven", "drunk",
    "eaten", "fallen", "flown", "forgiven", "forgotten", "frozen", "given", "gone", "gotten",
    "grown", "hidden", "known", "lain", "redone", "rewritten", "ridden", "risen", "seen", "shaken",
    "shown", "spoken", "stolen", "sung", "sunk", "sworn", "swum", "taken", "thrown", "torn",
    "undone", "withdrawn", "woken", "worn", "written",
};

static const char *const words_vbp[] = {
    "'m", "'re", "'ve", "am", "are", "do", "have",
};

static const char *const words_vbz[] = {
    "does", "has", "is", "isn't",
};

static const char *const words_wdt[] = {
    "whatever", "which", "whichever",
};

static const char *const words_wp[] = {
    "what", "who", "whoever", "whom",
};

static const char *const words_wp_of[] = {
    "whose",
};

static const char *const words_wrb[] = {
    "how", "however", "when", "whenever", "where", "wherever", "why",
};

static const char *const words_v[] = {
    "accept", "achieve", "add", "adjust", "admit", "advise", "affect", "afford", "agree", "aim",
    "allow", "announce", "appear", "apply", "appreciate", "approve", "argue", "arrange", "arrive",
    "ask", "assess", "assume", "attach", "attend", "avoid", "bake", "become", "begin", "behave",
    "believe", "belong", "bend", "bleed", "blow", "borrow", "bring", "build", "buy", "carry",
    "catch", "celebrate", "choose", "click", "close", "collect", "combine", "come", "communicate",
    "compare", "compete", "compile", "complain", "complete", "concern", "configure", "confirm",
    "connect", "consider", "consist", "contain", "continue", "contribute", "convert", "cook",
    "create", "debug", "decide", "declare", "deliver", "deny", "depend", "deploy", "describe",
    "deserve", "destroy", "determine", "develop", "differ", "dig", "disable", "disappear",
    "discover", "discuss", "divide", "download", "draw", "earn", "eat", "edit", "enable",
    "encourage", "engage", "enhance", "enjoy", "ensure", "enter", "establish", "examine", "exist",
    "expand", "expect", "explain", "explore", "express", "extend", "fail", "feed", "feel", "fill",
    "find", "finish", "follow", "forget", "forgive", "freeze", "generate", "get", "give", "go",
    "grow", "handle", "hang", "happen", "hate", "hear", "hide", "identify", "ignore", "imagine",
    "implement", "improve", "include", "indicate", "inform", "initialize", "insert", "inspire",
    "install", "intend", "introduce", "invest", "investigate", "invite", "involve", "join", "keep",
    "kill", "know", "launch", "lay", "learn", "leave", "lend", "let", "lie", "listen", "lose",
    "maintain", "make", "manage", "mean", "meet", "migrate", "miss", "obtain", "occur", "operate",
    "organize", "overcome", "pay", "perform", "prefer", "prepare", "prevent", "promote", "protect",
    "prove", "provide", "publish", "put", "raise", "react", "realize", "rebuild", "receive",
    "recognize", "recommend", "recover", "redo", "reduce", "refer", "reflect", "refuse", "register",
    "reject", "relate", "remain", "remember", "remove", "render", "repeat", "replace", "represent",
    "require", "reset", "resolve", "respond", "restart", "reveal", "rewrite", "say", "scroll",
    "see", "seek", "select", "sell", "send", "separate", "serve", "shake", "shine", "shoot", "shut",
    "sing", "sink", "sit", "solve", "speak", "specify", "spend", "steal", "stick", "strike",
    "submit", "subscribe", "succeed", "suffer", "suggest", "suppose", "survive", "swear", "swim",
    "swipe", "sync", "take", "teach", "tear", "tell", "thank", "think", "throw", "transform",
    "translate", "tweak", "understand", "undo", "unlock", "upload", "upset", "validate", "verify",
    "wake", "want", "warn", "wash", "wear", "win", "withdraw", "write", "yell",
};

static const char *const words_vn[] = {
    "access", "answer", "approach", "bet", "bite", "boost", "break", "burn", "call", "care",
    "change", "charge", "chat", "check", "claim", "comment", "commit", "contact", "control", "copy",
    "cost", "count", "cover", "craft", "cross", "cry", "cut", "dance", "deal", "demand", "design",
    "dream", "drink", "drive", "end", "estimate", "experience", "fall", "fight", "fit", "fix",
    "fly", "fork", "form", "gain", "grab", "guess", "help", "hit", "hold", "hope", "hurt",
    "increase", "influence", "jump", "kick", "knock", "laugh", "lead", "lift", "limit", "link",
    "list", "load", "look", "love", "mark", "match", "matter", "measure", "mention", "merge",
    "move", "need", "note", "notice", "offer", "order", "pass", "pick", "plan", "play", "post",
    "practice", "press", "produce", "promise", "pull", "push", "quit", "reach", "read", "record",
    "regard", "release", "rent", "repair", "reply", "report", "request", "reserve", "rest",
    "return", "review", "ride", "rise", "run", "save", "schedule", "search", "set", "share", "ship",
    "shop", "shout", "show", "sign", "sleep", "smile", "sort", "sound", "spread", "stand", "start",
    "state", "stay", "step", "stop", "store", "study", "supply", "support", "surprise", "swap",
    "switch", "talk", "tap", "taste", "test", "touch", "track", "train", "transfer", "travel",
    "treat", "trust", "try", "turn", "type", "update", "upgrade", "use", "view", "visit", "vote",
    "wait", "walk", "waste", "watch", "welcome", "wind", "wish", "wonder", "work", "worry", "wrap",
};

static const struct {
    const char *tag;
    struct word_list words;
} classes[] = {
    { "CC", WORD_LIST(words_cc) },
    { "CD", WORD_LIST(words_cd) },
    { "DT", WORD_LIST(words_dt) },
    { "EX", WORD_LIST(words_ex) },
    { "IN", WORD_LIST(words_in) },
    { "JJ", WORD_LIST(words_jj) },
    { "JJR", WORD_LIST(words_jjr) },
    { "JJS", WORD_LIST(words_jjs) },
    { "MD", WORD_LIST(words_md) },
    { "NN", WORD_LIST(words_nn) },
    { "NNS", WORD_LIST(words_nns) },
    { "PRP", WORD_LIST(words_prp) },
    { "PRP$", WORD_LIST(words_prp_of) },
    { "RB", WORD_LIST(words_rb) },
    { "RBR", WORD_LIST(words_rbr) },
    { "RBS", WORD_LIST(words_rbs) },
    { "TO", WORD_LIST(words_to) },
    { "UH", WORD_LIST(words_uh) },
    { "VB", WORD_LIST(words_vb) },
    { "VBD", WORD_LIST(words_vbd) },
    { "VBG", WORD_LIST(words_vbg) },
    { "VBN", WORD_LIST(words_vbn) },
    { "VBP", WORD_LIST(words_vbp) },
    { "VBZ", WORD_LIST(words_vbz) },
    { "WDT", WORD_LIST(words_wdt) },
    { "WP", WORD_LIST(words_wp) },
    { "WP$", WORD_LIST(words_wp_of) },
    { "WRB", WORD_LIST(words_wrb) },
    { "VB", WORD_LIST(words_v) },
    { "VB|NN", WORD_LIST(words_vn) },
};
/* clang-format on */

const char *tagger_word(const char *word, size_t bytes)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (word_list_has(&classes[i].words, word, bytes))
            return classes[i].tag;
    return NULL;
}

bool tagger_words_are_sorted(void)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (!word_list_is_sorted(&classes[i].words))
            return false;
    return true;
}
