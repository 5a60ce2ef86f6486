times 20000 '[a](b '
