printf 'Hoy e'; times 100000 '\314\201'; printf ' pan'
