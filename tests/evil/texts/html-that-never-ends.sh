times 50000 '<div '
