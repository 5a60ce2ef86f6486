times 100000 'p\302\255an '
