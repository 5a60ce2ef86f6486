times 100000 '…'
