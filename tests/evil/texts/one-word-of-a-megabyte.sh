times 1000000 a
