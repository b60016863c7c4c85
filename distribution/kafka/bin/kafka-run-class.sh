#!/usr/bin/env bash
# kafka-run-class.sh CLASS ARGUMENTS...: as Apache Kafka's script of that name, with JAVA_HOME, KAFKA_HEAP_OPTS and KAFKA_OPTS.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
java=java
[ -z "${JAVA_HOME:-}" ] || java="$JAVA_HOME/bin/java"

# shellcheck disable=SC2086 # the options are several words
exec "$java" ${KAFKA_HEAP_OPTS:--Xmx256m -XX:TieredStopAtLevel=1} -Djava.awt.headless=true \
    "-Dlog4j2.configurationFile=${KAFKA_LOG4J2_FILE:-$home/config/tools-log4j2.yaml}" \
    ${KAFKA_JVM_PERFORMANCE_OPTS:-} ${KAFKA_OPTS:-} -cp "$home/libs/*" "$@"
