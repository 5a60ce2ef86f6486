times 100000 '¿'
