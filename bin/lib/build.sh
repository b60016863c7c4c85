# Sourced by the commands in bin: finds Java and builds a module where its sources are newer than its class path.

fail() {
    echo "$1" >&2
    exit 2
}

# Without a UTF-8 locale, as in cron, ssh and bare containers, Java can neither name nor print what is not ASCII.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

# Prints the java to use, 17 or newer.
find_java() {
    local java major
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        java="$JAVA_HOME/bin/java"
    else
        java="$(command -v java)" || fail "There is no java: install a JDK 17 or newer."
    fi
    major="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
    [ "${major%%.*}" -ge 17 ] 2>/dev/null || fail "$java is Java $major: a JDK 17 or newer is needed."
    printf '%s\n' "$java"
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

# build_module <checkout> <module> <other modules it is made of>: prints its class path; builds where something is newer.
build_module() {
    local home="$1" module="$2"
    local class_path_file="$home/$module/target/$module.classpath"
    if ! module_is_built "$home" "$class_path_file" "${@:2}"; then
        command -v mvn >/dev/null || fail "There is no mvn: install Maven 3.8 or newer to build the $module."
        echo "Building, which takes some minutes the first time ..." >&2
        # Touched by a build that changes nothing, too: it is what sources are compared with.
        rm -f "$class_path_file"
        (cd "$home" && mvn -q -B -ntp package -pl "$module" -am -Dmaven.test.skip=true) >&2 ||
            fail "The build failed; its output says why."
    fi
    printf '%s:%s\n' "$(ls "$home/$module/target/$module"-*.jar | grep -v -- '-tests\.jar$' | head -1)" "$(cat "$class_path_file")"
}

# build_quickstart <checkout>: prints the class path of the quickstart, which is made of every module.
build_quickstart() {
    local modules=("$1"/*/pom.xml)
    modules=("${modules[@]%/pom.xml}")
    build_module "$1" quickstart "${modules[@]##*/}"
}
