#!/usr/bin/env bash
# Builds the C side with CMake and Ninja; quiet while all is well.
#
#   native-build.sh check                          names what is missing, in one line
#   native-build.sh configure BUILD_DIR [-D...]    writes the build files of capi-native/CMakeLists.txt
#   native-build.sh build BUILD_DIR                compiles what is out of date
#   native-build.sh sanitized BUILD_DIR            writes the build files of a second library with AddressSanitizer
#   native-build.sh test BUILD_DIR                 runs the C-only tests
#
# Where the compiler has no AddressSanitizer, BUILD_DIR/unavailable says so in one line, and build and test do nothing. Where it has,
# BUILD_DIR/preload names the library that a program without it must be started with.
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

# The sanitizer's shared library, or on failure a sentence.
sanitizer_runtime() {
  local compiler=${CC:-gcc} runtime
  runtime=$("$compiler" -print-file-name=libasan.so)
  if [[ $runtime != /* ]]; then
    echo "$compiler has no libasan.so"
    return 1
  fi
  if ! echo 'int main(void) { return 0; }' |
    "$compiler" -fsanitize=address,undefined --param=asan-globals=0 -x c - -o "$1/probe" > "$1/probe.log" 2>&1; then
    echo "$compiler cannot compile with -fsanitize=address,undefined"
    return 1
  fi
  echo "$runtime"
}

configure() {
  local build_dir=$1
  shift
  log=$build_dir/configure.log
  CC=${CC:-gcc} logged cmake -S "$module" -B "$build_dir" -G Ninja "$@"
}

check
if [[ ${1:-} =~ ^(build|test)$ && -f ${2:-}/unavailable ]]; then
  exit 0
fi
case ${1:-} in
  check) ;;
  configure)
    mkdir -p "$2"
    configure "${@:2}"
    ;;
  sanitized)
    mkdir -p "$2"
    rm -f "$2/unavailable" "$2/preload"
    if answer=$(sanitizer_runtime "$2"); then
      echo "$answer" > "$2/preload"
      configure "$2" -DMOORING_SANITIZE=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$2"
    else
      echo "$answer" > "$2/unavailable"
    fi
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
    echo "usage: native-build.sh check | configure BUILD_DIR [-D...] | sanitized BUILD_DIR | build BUILD_DIR | test BUILD_DIR" >&2
    exit 2
    ;;
esac
