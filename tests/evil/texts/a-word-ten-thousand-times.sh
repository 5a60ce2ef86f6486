times 20000 'de '
