times 10000 '@ana.example '
