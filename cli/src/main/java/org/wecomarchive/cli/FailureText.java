package org.wecomarchive.cli;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.cli.connect.NoAnswerException;
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.RedactedException;
import picocli.CommandLine;

/** One line for a failure, and its exit code; what nobody foresaw is told by type alone. */
final class FailureText implements CommandLine.IExecutionExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(FailureText.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult arguments) {
        LogFormat.tell(line.getErr(), log, sentence(failure));
        return code(failure);
    }

    private static int code(Exception failure) {
        if (failure instanceof ConfigException || failure instanceof IOException) {
            return ArchivectlMain.WRONG;
        }
        return failure instanceof RetriableException ? ArchivectlMain.NOT_IN_TIME : ArchivectlMain.FAILED;
    }

    private static String sentence(Exception failure) {
        if (failure instanceof ConfigException
                || failure instanceof RefusedException
                || failure instanceof NoAnswerException) {
            return failure.getMessage();
        }
        if (failure instanceof IOException) {
            return "cannot read the file of --config: " + failure.getMessage();
        }
        if (failure instanceof KafkaException) {
            return "Kafka or the schema registry did not take it: " + RedactedException.sentence(failure);
        }
        return "unforeseen " + failure.getClass().getName();
    }
}
