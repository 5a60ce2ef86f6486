times 20000 '['; printf a; times 20000 '](x)'
