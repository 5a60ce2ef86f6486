times 5000 '<!-- vale off -->\n\npan\n\n<!-- vale on -->\n\n'
