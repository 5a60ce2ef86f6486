times 1000000 ' '
