times 10000 'pan\0'
