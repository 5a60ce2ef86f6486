printf 'https://pan.example/'; times 1000000 a
