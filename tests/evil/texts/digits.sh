times 300000 '1'
