times 50000 '**a'
