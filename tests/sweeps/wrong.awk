# What is wrong after the last run: wrong.awk file=1 AFTER file=2 N-LOG file=3 BLUESKY-LOG file=4
# MASTODON-LOG file=5 GOTOSOCIAL-LOG, of which each may be empty. Each part must have been accepted
# once; by the null network of class N at most once, where the record says that it is uncertain.
BEGIN {
    split("i k l", server)
    split("i k l n blog", accounts)
    parts["a"] = 2; parts["b"] = parts["c"] = 1
}
file == 1 && /"post":/ { split($0, word, "\""); post = word[4] }
file == 1 && /"account":/ { split($0, word, "\""); account = word[4] }
file == 1 && /"state":/ { split($0, word, "\""); state[account "/" post] = word[4] }
file == 2 && NF { split($0, word, "\""); lines[word[4]]++; if (seen[$0]++) print "n/" word[4] " twice" }
file > 2 && $1 == "post" { count[file]++; different[file] += !known[file, $3, $4]++ }
END {
    for (f = 3; f <= 5; f++)
        if (count[f] != 4 || different[f] != 4)
            print server[f - 2] ": " count[f] + 0 " posts of " different[f] + 0 " parts, not 4 of 4"
    for (a in accounts)
        for (p in parts) {
            is = state[accounts[a] "/" p]
            if (is != "sent" && !(accounts[a] == "n" && is == "uncertain"))
                print accounts[a] "/" p " is " (is ? is : "lost")
            if (accounts[a] == "n" && is == "sent" && lines[p] != parts[p])
                print "n/" p " is sent, but " lines[p] + 0 " parts are there"
        }
}
