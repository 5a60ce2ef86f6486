times 100000 '¡!'
