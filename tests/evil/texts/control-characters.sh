times 20000 '\033[31mpan\007'
