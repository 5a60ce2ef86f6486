times 50000 '&amp;&#x41;'
