times 100000 '"a" '
