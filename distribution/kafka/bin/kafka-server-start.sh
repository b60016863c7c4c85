#!/usr/bin/env bash
# As the script of this name in the download of Apache Kafka.
here="$(dirname "${BASH_SOURCE[0]}")"
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx1g}"
export KAFKA_LOG4J2_FILE="${KAFKA_LOG4J2_FILE:-$here/../config/log4j2.yaml}"
exec "$here/kafka-run-class.sh" kafka.Kafka "$@"
