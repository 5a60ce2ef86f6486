for i in $(seq 10000); do echo "[a$i]: b"; done
