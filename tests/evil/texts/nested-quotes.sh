times 20000 '> '; printf 'pan'
