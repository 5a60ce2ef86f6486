echo ---; echo 'a: &a [x,x,x,x,x,x,x,x,x]'; for i in b c d e f g h; do echo "$i: &$i [*a,*a,*a,*a,*a,*a,*a,*a,*a]" | sed "s/\*a/*$(echo $i | tr b-h a-g)/g"; done; echo ---; echo pan
