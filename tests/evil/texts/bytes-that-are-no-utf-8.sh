times 100000 '\377\376pan'
