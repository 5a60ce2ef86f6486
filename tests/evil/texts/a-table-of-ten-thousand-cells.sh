echo '|a|b|'; echo '|-|-|'; times 5000 '|pan|pan|\n'
