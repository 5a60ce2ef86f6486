times 100000 'pan\r'
