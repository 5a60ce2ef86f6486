printf '#'; times 1000000 p
