#!/bin/bash
# Fails when a binary of the tool needs a shared library or carries a library that Nagaya does without: Foundation
# beyond FoundationEssentials, CoreFoundation, ICU, or SwiftNIO. They would add tens of megabytes and milliseconds
# to every start. FoundationEssentials is allowed, since swift-argument-parser imports it.
#
#   Tests/Tools/linkage.sh [--self-test] BINARY…
#
# --self-test first proves that the inspection rejects binaries which do carry such a library, and accepts one that
# carries none.
# shellcheck disable=SC2016  # every Swift symbol begins with a dollar sign
set -euo pipefail

# Name and symbols of each library, as extended regular expressions over the symbol table. Swift symbols begin with
# the length of the module's name and the name itself.
readonly FORBIDDEN=(
  'Foundation|^\$s10Foundation[0-9A-Z]'
  'FoundationInternationalization|^\$s30FoundationInternationalization'
  'FoundationNetworking|^\$s20FoundationNetworking'
  'FoundationXML|^\$s13FoundationXML'
  'CoreFoundation|^_?CF(String|Regular|RunLoop|Locale|Runtime)[A-Z]'
  'ICU|^(ucal|ucol|udat|uloc|unum|uregex|icudt)[0-9_]'
  'SwiftNIO|^(\$s[0-9]+NIO|c_nio_|CNIO)'
)

# Prints what is wrong with the binary, and returns 1 if anything is.
inspect() {
  local binary=$1 symbols rule needed found=0
  needed=$(readelf --dynamic --wide "$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  if [[ -n $needed ]]; then
    echo "$binary: needs shared libraries: ${needed//$'\n'/ }"
    found=1
  fi
  symbols=$(nm --defined-only --format=just-symbols "$binary" 2>/dev/null || true)
  if [[ -z $symbols ]]; then
    echo "$binary: has no symbol table, so what it carries cannot be seen"
    return 1
  fi
  for rule in "${FORBIDDEN[@]}"; do
    # Not grep -q: it would close the pipe early, and the writer's failure would look like a clean binary.
    if grep --extended-regexp --max-count=1 -- "${rule#*|}" <<<"$symbols" >"$SCRATCH/first"; then
      echo "$binary: carries ${rule%%|*}, for example $(<"$SCRATCH/first")"
      found=1
    fi
  done
  return "$found"
}

# Runs the inspection on a binary that must be rejected for the given reason.
expect_rejected() {
  local binary=$1 reason=$2 report
  if report=$(inspect "$binary"); then
    echo "linkage: the inspection accepts $binary, which it must reject: $reason" >&2
    exit 1
  fi
  if ! grep --quiet --fixed-strings -- "$reason" <<<"$report"; then
    printf 'linkage: %s is rejected, but not since it %s:\n%s\n' "$binary" "$reason" "$report" >&2
    exit 1
  fi
}

# A static binary whose only content is one function of the given symbol.
compile_symbol() {
  printf 'void marker(void) __asm__("%s");\nvoid marker(void) {}\nint main(void) { marker(); return 0; }\n' "$1" \
    >"$SCRATCH/marker.c"
  clang -static -o "$2" "$SCRATCH/marker.c"
}

self_test() {
  cat >"$SCRATCH/foundation.swift" <<'SWIFT'
import Foundation
let pattern = try NSRegularExpression(pattern: CommandLine.arguments.last ?? "")
print(pattern.numberOfCaptureGroups)
SWIFT
  swiftc -o "$SCRATCH/dynamic" "$SCRATCH/foundation.swift"
  expect_rejected "$SCRATCH/dynamic" 'needs shared libraries'
  swiftc -static-stdlib -use-ld=lld -o "$SCRATCH/static" "$SCRATCH/foundation.swift"
  expect_rejected "$SCRATCH/static" 'carries Foundation,'
  expect_rejected "$SCRATCH/static" 'carries CoreFoundation,'
  expect_rejected "$SCRATCH/static" 'carries ICU,'

  compile_symbol '$s7NIOCore9EventLoopMp' "$SCRATCH/nio"
  expect_rejected "$SCRATCH/nio" 'carries SwiftNIO,'
  strip -o "$SCRATCH/stripped" "$SCRATCH/nio"
  expect_rejected "$SCRATCH/stripped" 'has no symbol table'

  compile_symbol '$s20FoundationEssentials4DataVMn' "$SCRATCH/essentials"
  if ! inspect "$SCRATCH/essentials"; then
    echo 'linkage: the inspection rejects a binary that carries FoundationEssentials only' >&2
    exit 1
  fi
}

main() {
  local binary found=0
  SCRATCH=$(mktemp --directory)
  trap 'rm -rf -- "$SCRATCH"' EXIT
  if [[ ${1-} == --self-test ]]; then
    self_test
    shift
  fi
  for binary in "$@"; do
    inspect "$binary" || found=1
  done
  return "$found"
}

main "$@"
