times 10000 'https://pan.example/?utm_source=a '
