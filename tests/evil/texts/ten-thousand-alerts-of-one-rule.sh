times 10000 'online, '
