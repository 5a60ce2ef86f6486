times 50000 '['
