package org.wecomarchive.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.cli.provision.Report;
import org.wecomarchive.cli.provision.WantedSchemas;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RegisteredSubject;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.TopicSchemas;
import picocli.CommandLine;

/** {@code archivectl schemas}: the contract in the schema registry. */
@CommandLine.Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        versionProvider = ArchivectlMain.Version.class,
        description = "The schemas of this release in the schema registry.",
        subcommands = {SchemasAction.Register.class, SchemasAction.Check.class})
final class SchemasAction {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    /** {@code archivectl schemas register}. */
    @CommandLine.Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = {
                "Registers every schema and prints its subject and id; what is registered already keeps its id.",
                "Registers none while the registry would refuse one of them."
            },
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.APPLIED, ExitCodes.NOT_APPLIED, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Register implements Callable<Integer> {

        @CommandLine.ParentCommand
        private SchemasAction schemas;

        @CommandLine.Mixin
        private SiteOptions site;

        @CommandLine.Option(
                names = "--dry-run",
                description = "Prints what would be registered, and registers nothing.")
        private boolean dryRun;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(schemas.parent.config());
            Topics topics = site.topics(config);
            List<RegisteredSubject> before = TopicSchemas.check(topics, config.registry());
            Report plan = WantedSchemas.plan(before);
            if (dryRun || !plan.isAsWanted()) {
                return site.print(plan);
            }
            TopicSchemas.register(topics, config.registry(), told -> {});
            return site.print(WantedSchemas.outcome(before, TopicSchemas.check(topics, config.registry())));
        }
    }

    /** {@code archivectl schemas check}. */
    @CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Prints one line for each subject: whether it holds the schema of this release, and another one where its"
                        + " compatibility level is not FULL_TRANSITIVE.",
                "A compatible schema of another release is a difference, too: what writes needs its own to be registered."
            },
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.AS_WANTED, ExitCodes.DIFFERENT, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Check implements Callable<Integer> {

        @CommandLine.ParentCommand
        private SchemasAction schemas;

        @CommandLine.Mixin
        private SiteOptions site;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(schemas.parent.config());
            try {
                return site.print(WantedSchemas.check(TopicSchemas.check(site.topics(config), config.registry())));
            } catch (RegistryRefusedException e) {
                // It says nothing about subjects: that is no difference.
                throw new ConfigException(e.getMessage());
            }
        }
    }
}
