# Sourced by the commands in bin: finds Java and builds a module where its sources are newer than its class path.

fail() {
    echo "$1" >&2
    exit 2
}

# Without a UTF-8 locale, as in cron, ssh and bare containers, Java can neither name nor print what is not ASCII.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

[ "$(uname -s)" = Linux ] || fail "This is $(uname -s): Linux is needed, as WeCom's library is made for it."
getconf GNU_LIBC_VERSION >/dev/null 2>&1 || fail "This Linux has no glibc, as Alpine has none: take Debian, Ubuntu, RHEL or another that has it."

# Sets java to the one to use, 17 or newer, and java_flags to what its version wants to be told, else it prints warnings.
find_java() {
    local major
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        java="$JAVA_HOME/bin/java"
    else
        java="$(command -v java)" || fail "There is no java: install a JDK 17 or newer."
    fi
    major="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
    [ "${major%%.*}" -ge 17 ] 2>/dev/null || fail "$java is Java $major: a JDK 17 or newer is needed."
    java_flags=()
    # The crypto provider, DuckDB and JNA are native.
    [ "$major" -lt 22 ] || java_flags+=(--enable-native-access=ALL-UNNAMED)
    # A cache inside Iceberg uses sun.misc.Unsafe.
    [ "$major" -lt 23 ] || java_flags+=(--sun-misc-unsafe-memory-access=allow)
}

# require_memory <MiB> <for what>: what is free, within the limit of a container; pages of files, which a build leaves in memory, are.
require_memory() {
    local free limit used files
    free="$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)"
    limit="$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)"
    used="$(cat /sys/fs/cgroup/memory.current 2>/dev/null || true)"
    files="$(awk '/^(in)?active_file / { sum += $2 } END { printf "%.0f", sum }' /sys/fs/cgroup/memory.stat 2>/dev/null || true)"
    if [[ $limit =~ ^[0-9]+$ && $used =~ ^[0-9]+$ ]] && [ $(((limit - used + files) / 1048576)) -lt "$free" ]; then
        free=$(((limit - used + files) / 1048576))
    fi
    [ "$free" -ge "$1" ] || fail "$free MiB of memory are free: $2 needs $1 MiB."
}

# require_disk <directory, or one that is to be made> <MiB> <for what>
require_disk() {
    local dir="$1" free
    while [ ! -d "$dir" ] && [ "$dir" != "$(dirname "$dir")" ]; do
        dir="$(dirname "$dir")"
    done
    # Where nothing can be stored at all, as in /proc, the program says so.
    free="$(df -Pm "$dir" | awk 'NR == 2 && $2 > 0 { print $4 }')"
    [ "${free:-$2}" -ge "$2" ] || fail "$free MiB are free on the disk of $dir: $3 needs $2 MiB."
}

# module_is_built <checkout> <class path file> <modules it is made of>
module_is_built() {
    local home="$1" class_path_file="$2" entry module
    shift 2
    [ -s "$class_path_file" ] || return 1
    local sources=("$home/pom.xml")
    for module in "$@"; do
        sources+=("$home/$module/pom.xml")
        [ ! -d "$home/$module/src/main" ] || sources+=("$home/$module/src/main")
    done
    [ -z "$(find "${sources[@]}" -newer "$class_path_file" -print -quit)" ] || return 1
    while IFS= read -r -d : entry; do
        [ -e "$entry" ] || return 1
    done < <(printf '%s:' "$(cat "$class_path_file")")
}

# show_build: reads Maven's output and says on the error stream which module it builds, each second on a terminal.
show_build() {
    local line at=Maven since=$SECONDS
    while true; do
        if IFS= read -r -t 1 line; then
            [[ $line =~ ^\[INFO\]\ Building\ (.*)\ [^\ ]+\ +\[([0-9]+)/([0-9]+)\]$ ]] || continue
            at="${BASH_REMATCH[2]} of ${BASH_REMATCH[3]}, ${BASH_REMATCH[1]}"
            [ -t 2 ] || echo "Building $at ..." >&2
        elif [ $? -le 128 ]; then
            break
        fi
        [ ! -t 2 ] || printf '\r\033[KBuilding %s ... %d s' "$at" $((SECONDS - since)) >&2
    done
    [ ! -t 2 ] || printf '\r\033[K' >&2
}

# build_module <checkout> <module> <other modules it is made of>: prints its class path; builds where something is newer.
build_module() {
    local home="$1" module="$2"
    local class_path_file="$home/$module/target/$module.classpath"
    if ! module_is_built "$home" "$class_path_file" "${@:2}"; then
        local log="$home/$module/target/build.log" since=$SECONDS
        command -v mvn >/dev/null || fail "There is no mvn: install Maven 3.8 or newer to build the $module."
        [ -x "$(dirname "$java")/javac" ] || fail "$java belongs to no JDK: install a JDK 17 or newer to build the $module."
        require_disk "$home" 800 "the build"
        [ -d "$HOME/.m2/repository" ] || require_disk "$HOME" 1000 "Maven, for what it downloads at the first build,"
        echo "Building the $module, which takes some minutes the first time." >&2
        # Touched by a build that changes nothing, too: it is what sources are compared with.
        rm -f "$class_path_file"
        mkdir -p "$(dirname "$log")"
        (cd "$home" && mvn -B -ntp -Dstyle.color=never package -pl "$module" -am -Dmaven.test.skip=true 2>&1) </dev/null |
            tee "$log" | show_build || {
            grep -m 3 '^\[ERROR\]' "$log" >&2 || true
            fail "The build failed; its output is in $log."
        }
        echo "Built in $((SECONDS - since)) s." >&2
    fi
    printf '%s:%s\n' "$(ls "$home/$module/target/$module"-*.jar | grep -v -- '-tests\.jar$' | head -1)" "$(cat "$class_path_file")"
}

# build_quickstart <checkout>: prints the class path of the quickstart, which is made of every module.
build_quickstart() {
    local modules=("$1"/*/pom.xml)
    modules=("${modules[@]%/pom.xml}")
    build_module "$1" quickstart "${modules[@]##*/}"
}
