#!/usr/bin/env bash
# Builds the C side with CMake and Ninja; quiet while all is well.
#
#   native-build.sh check                          names what is missing, in one line
#   native-build.sh configure BUILD_DIR [-D...]    writes the build files of capi-native/CMakeLists.txt
#   native-build.sh build BUILD_DIR                compiles what is out of date
#   native-build.sh test BUILD_DIR                 runs the C-only tests
#
# The output of CMake and of the compiler goes to BUILD_DIR/configure.log, build.log and test.log, and to stderr on failure.
set -euo pipefail

module=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

check() {
  local missing=() packages=()
  command -v cmake > /dev/null || { missing+=(cmake); packages+=(cmake); }
  command -v ninja > /dev/null || { missing+=(ninja); packages+=(ninja-build); }
  command -v "${CC:-gcc}" > /dev/null || { missing+=("a C compiler (${CC:-gcc})"); packages+=(gcc libc6-dev); }
  if (( ${#missing[@]} > 0 )); then
    local names
    names=$(printf ', %s' "${missing[@]}")
    echo "Mooring's C side cannot be built, missing: ${names:2}. Get it with: apt-get install ${packages[*]}" >&2
    exit 1
  fi
}

# Runs "$@" with its output in $log, shown only when it fails.
logged() {
  if ! "$@" > "$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "Mooring: '$1' failed; the whole output is in $log" >&2
    exit 1
  fi
}

check
case ${1:-} in
  check) ;;
  configure)
    build_dir=$2
    shift 2
    mkdir -p "$build_dir"
    log=$build_dir/configure.log
    CC=${CC:-gcc} logged cmake -S "$module" -B "$build_dir" -G Ninja "$@"
    ;;
  build)
    log=$2/build.log
    logged cmake --build "$2"
    ;;
  test)
    log=$2/test.log
    logged ctest --test-dir "$2" --output-on-failure --timeout 120
    grep 'tests passed' "$log"
    ;;
  *)
    echo "usage: native-build.sh check | configure BUILD_DIR [-D...] | build BUILD_DIR | test BUILD_DIR" >&2
    exit 2
    ;;
esac
