times 1000 'pan '; printf '\303'
