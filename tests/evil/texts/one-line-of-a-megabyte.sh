times 200000 'pan y '
