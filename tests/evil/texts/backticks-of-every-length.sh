ticks=; for i in $(seq 600); do ticks+='`'; printf '%s a ' "$ticks"; done
