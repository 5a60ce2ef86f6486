times 300000 'á'
