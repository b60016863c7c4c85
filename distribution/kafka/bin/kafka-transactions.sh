#!/usr/bin/env bash
# As the script of this name in the download of Apache Kafka.
exec "$(dirname "${BASH_SOURCE[0]}")/kafka-run-class.sh" org.apache.kafka.tools.TransactionsCommand "$@"
