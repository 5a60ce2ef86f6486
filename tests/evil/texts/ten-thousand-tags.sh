times 10000 '#pandemasamadre '
