# shellcheck shell=bash
# What apply.sh would change: the tree of the manifest against the server's files.

# read_manifest: verifies every file of the tree; sets ALL_PATHS, and PATHS to those that are installed. Files of the
# tree that the manifest does not list are left out: nobody made them.
read_manifest() {
  local line path
  ALL_PATHS=() PATHS=()
  [[ -f $TREE/MANIFEST.sha256 ]] || die "$TREE/MANIFEST.sha256 is missing"
  while IFS= read -r line; do
    path=${line:66}
    # A manifest line with a backslash first has an escaped name; we make no such names.
    if [[ ! $line =~ ^[0-9a-f]{64}\ \ [^/] || /$path/ == */../* || $path == *//* ]]; then
      die "MANIFEST.sha256 has a line that is not ours: $line"
    fi
    ALL_PATHS+=("$path")
    # What lies at the top, and deploy/, is for people and for this program.
    if [[ $path == */* && $path != deploy/* ]]; then PATHS+=("$path"); fi
  done <"$TREE/MANIFEST.sha256"
  ((${#PATHS[@]} > 0)) || die 'the tree is empty'
  (cd "$TREE" && sha256sum --quiet --strict -c MANIFEST.sha256) || die 'the tree is not what its manifest says'
}

# tree_has PREFIX: whether anything below it is installed.
tree_has() {
  local path
  for path in "${PATHS[@]}"; do
    if [[ $path == "$1"* ]]; then return 0; fi
  done
  return 1
}

# mode_of PATH: of an installed file. Programs name their interpreter; an example of secrets is copied with its mode.
mode_of() {
  local start=''
  IFS= read -r -N 2 start <"$TREE/$1" || true
  if [[ $start == '#!' ]]; then
    echo 755
  elif [[ $1 == *env*.example ]]; then
    echo 600
  else
    echo 644
  fi
}

# make_plan: sets CREATED, CHANGED and REMOVED (files), LINKED and UNLINKED (sites-enabled), and EDITED, which are
# those of CHANGED or REMOVED that somebody edited since they were installed.
make_plan() {
  local path old=$STATE_DIRECTORY/installed.sha256 wanted
  CREATED=() CHANGED=() REMOVED=() LINKED=() UNLINKED=() EDITED=()
  for path in "${PATHS[@]}"; do
    if [[ ! -e $ROOT/$path && ! -L $ROOT/$path ]]; then
      CREATED+=("$path")
    elif [[ -L $ROOT/$path || $(stat -c %a "$ROOT/$path") != "$(mode_of "$path")" ]] ||
      ! cmp -s "$TREE/$path" "$ROOT/$path"; then
      CHANGED+=("$path")
    fi
  done
  wanted=$'\n'$(printf '%s\n' "${PATHS[@]}")$'\n'
  while IFS= read -r path; do
    path=${path:66}
    if [[ $wanted == *$'\n'"$path"$'\n'* || (! -e $ROOT/$path && ! -L $ROOT/$path) ]]; then continue; fi
    REMOVED+=("$path")
  done < <(cat -- "$old" "$old.pending" 2>/dev/null | sort -u -k 2)
  plan_links
  for path in "${CHANGED[@]}" "${REMOVED[@]}"; do
    if [[ -f $old ]] && cut -c 67- "$old" | grep -qxF -- "$path" && ! was_installed "$old" "$path"; then
      EDITED+=("$path")
    fi
  done
}

# was_installed MANIFEST PATH: whether the server's file is still the one that was installed.
was_installed() {
  local sum
  sum=$(sha256sum <"$ROOT/$2")
  grep -qxF "${sum%% *}  $2" "$1"
}

# The site is enabled by a link, as Debian does it; Debian's own default site would take the default server's place.
plan_links() {
  local path link
  for path in "${PATHS[@]}"; do
    if [[ $path != etc/nginx/sites-available/* ]]; then continue; fi
    link=etc/nginx/sites-enabled/${path##*/}
    if [[ $(readlink "$ROOT/$link" 2>/dev/null || true) != "/$path" ]]; then LINKED+=("$link"); fi
  done
  if ! tree_has etc/nginx/; then return 0; fi
  if [[ -e $ROOT/etc/nginx/sites-enabled/default || -L $ROOT/etc/nginx/sites-enabled/default ]]; then
    UNLINKED+=(etc/nginx/sites-enabled/default)
  fi
  for path in "${REMOVED[@]}"; do
    link=etc/nginx/sites-enabled/${path##*/}
    if [[ $path == etc/nginx/sites-available/* && -L $ROOT/$link ]]; then UNLINKED+=("$link"); fi
  done
}

print_plan() {
  local path
  for path in "${CREATED[@]}"; do say "create  /$path"; done
  for path in "${CHANGED[@]}"; do say "change  /$path"; done
  for path in "${LINKED[@]}"; do say "link    /$path"; done
  for path in "${REMOVED[@]}" "${UNLINKED[@]}"; do say "remove  /$path"; done
  for path in "${EDITED[@]}"; do
    say "note: /$path was edited on the server; the edited file is kept in $STATE_DIRECTORY/replaced"
  done
}

# touches PREFIX…: whether a file or link below one of them changes in any way.
touches() {
  local path prefix
  for path in "${CREATED[@]}" "${CHANGED[@]}" "${REMOVED[@]}" "${LINKED[@]}" "${UNLINKED[@]}"; do
    for prefix in "$@"; do
      if [[ $path == "$prefix"* ]]; then return 0; fi
    done
  done
  return 1
}
