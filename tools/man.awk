# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# Turn the help of a command into its manual page, so that there is one text:
#
#   remanence help render | awk -f man.awk > remanence-render.1

{
  gsub(/\\/, "\\e")
  gsub(/-/, "\\-")
}

# The first line is NAME, the second starts with the name
NR == 1 {
  next
}

NR == 2 {
  printf ".TH %s 1\n.SH NAME\n.nf\n", toupper($1)
}

/^[A-Z]/ {
  printf ".fi\n.SH %s\n.nf\n", $0
  next
}

{
  sub(/^  /, "")
  sub(/^[.']/, "\\\\\\&&")
  print
}
