echo ---; times 5000 'a: b\n'
