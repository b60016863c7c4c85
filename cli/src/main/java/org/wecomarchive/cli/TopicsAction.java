package org.wecomarchive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wecomarchive.cli.provision.KafkaTopics;
import org.wecomarchive.cli.provision.Report;
import org.wecomarchive.cli.provision.WantedTopics;
import org.wecomarchive.provisioning.TopicCatalog;
import picocli.CommandLine;

/** {@code archivectl topics}: the topics of {@code deploy/topics.yaml} and those of the cluster. */
@CommandLine.Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        versionProvider = ArchivectlMain.Version.class,
        description = "The pipeline's topics: compares Kafka with deploy/topics.yaml, and creates what is missing.",
        subcommands = {TopicsAction.Diff.class, TopicsAction.Apply.class})
final class TopicsAction {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    /** What both commands are asked. */
    static final class Options {

        @CommandLine.Mixin
        private SiteOptions site;

        @CommandLine.Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The topics; default: deploy/topics.yaml beside the program.")
        private Optional<Path> file;

        @CommandLine.Option(
                names = "--replication-factor",
                paramLabel = "N",
                description = "In place of the file's; min.insync.replicas is at most one less, and at least 1.")
        private Optional<Integer> replicationFactor;

        @CommandLine.Option(
                names = "--partitions",
                paramLabel = "TOPIC=N",
                description = "In place of the file's, such as events=48; may be given several times.")
        private Map<String, Integer> partitions = Map.of();

        private WantedTopics wanted(CliConfig config) {
            TopicCatalog catalog = SiteFiles.read(file, "topics.yaml", TopicCatalog::load);
            int replicas = replicationFactor.orElse(catalog.replicationFactor());
            if (replicas < 1 || replicas > Short.MAX_VALUE) {
                throw site.wrong("--replication-factor is at least 1");
            }
            try {
                return new WantedTopics(site.topics(config).prefix(), catalog, replicas, partitions);
            } catch (IllegalArgumentException e) {
                throw site.wrong("--partitions: " + e.getMessage());
            }
        }
    }

    /** {@code archivectl topics diff}. */
    @CommandLine.Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Prints how the cluster differs from the file, one line each; changes nothing.",
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.AS_WANTED, ExitCodes.DIFFERENT, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Diff implements Callable<Integer> {

        @CommandLine.ParentCommand
        private TopicsAction topics;

        @CommandLine.Mixin
        private Options options;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(topics.parent.config());
            WantedTopics wanted = options.wanted(config);
            return options.site.print(config, admin -> Report.of(new KafkaTopics(admin).compare(wanted)));
        }
    }

    /** {@code archivectl topics apply}. */
    @CommandLine.Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = {
                "Creates missing topics, adds partitions and sets configurations; may be given again.",
                "Never deletes, takes partitions away, changes a replication factor, a cleanup.policy or shortens a"
                        + " retention: it names the command of Kafka that does."
            },
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.APPLIED, ExitCodes.NOT_APPLIED, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Apply implements Callable<Integer> {

        @CommandLine.ParentCommand
        private TopicsAction topics;

        @CommandLine.Mixin
        private Options options;

        @CommandLine.Option(names = "--dry-run", description = "Has the brokers check every change, and makes none.")
        private boolean dryRun;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(topics.parent.config());
            WantedTopics wanted = options.wanted(config);
            return options.site.print(config, admin -> new KafkaTopics(admin).apply(wanted, dryRun));
        }
    }
}
