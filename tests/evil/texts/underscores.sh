times 200000 '_'
