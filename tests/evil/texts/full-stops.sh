times 300000 '.'
