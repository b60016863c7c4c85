#!/bin/sh
# Builds libWeWorkFinanceSdk_C.so into <directory>/<os>-<arch>/; without a C compiler it says so and succeeds.
# Usage: build.sh <directory>
set -eu

target=$1
sources=$(cd "$(dirname "$0")" && pwd)
compiler=${CC:-cc}

if ! command -v "$compiler" >/dev/null 2>&1; then
  echo "simulator: no C compiler ($compiler): the simulated C library is left out"
  exit 0
fi
if [ "$(uname -s)" != Linux ]; then
  echo "simulator: the simulated C library is for Linux only and is left out"
  exit 0
fi

# The architecture under the name that the JVM has for it (os.arch).
case $(uname -m) in
  x86_64) arch=amd64 ;;
  *) arch=$(uname -m) ;;
esac
mkdir -p "$target/linux-$arch"
"$compiler" -std=gnu11 -O2 -fPIC -shared -Wall -Wextra -Werror -fvisibility=hidden -pthread -Wl,-z,defs \
  -o "$target/linux-$arch/libWeWorkFinanceSdk_C.so" "$sources"/*.c -ldl
