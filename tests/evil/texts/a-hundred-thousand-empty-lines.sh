times 100000 '\n'
