for i in $(seq 0 500); do printf '%*s- pan\n' $((2 * i)) ''; done
