package org.wecomarchive.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.wecomarchive.cli.provision.Report;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.schemas.Topics;
import picocli.CommandLine;

/** What every command has that compares a site with its files. */
final class SiteOptions {

    /** An administrator's calls are short; nobody should wait two minutes to learn that the brokers are away. */
    private static final int ANSWER_MS = 30_000;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "What the names of all topics start with; default: topic.prefix of the settings.")
    private Optional<String> prefix;

    @CommandLine.Option(names = "--json", description = "One JSON array in place of lines.")
    private boolean json;

    Topics topics(CliConfig config) {
        try {
            return prefix.map(Topics::new).orElseGet(config::topics);
        } catch (IllegalArgumentException e) {
            throw wrong("--prefix: " + e.getMessage());
        }
    }

    /** Asks the brokers, prints the answer, and returns the exit code. */
    int print(CliConfig config, Function<Admin, Report> question) {
        try (Admin admin = admin(config)) {
            return print(question.apply(admin));
        }
    }

    private static Admin admin(CliConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS / 3);
        return KafkaClients.open(settings, () -> Admin.create(settings));
    }

    /** Prints the report; the exit code is that of the program. */
    int print(Report report) {
        spec.commandLine().getOut().println(json ? report.json() : report.text());
        return report.isAsWanted() ? ArchivectlMain.DONE : ArchivectlMain.FAILED;
    }

    CommandLine.ParameterException wrong(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}
