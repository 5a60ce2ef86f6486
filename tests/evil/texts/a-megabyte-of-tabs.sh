times 1000000 '\t'
