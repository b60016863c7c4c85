package org.wecomarchive.cli;

import java.io.IOException;
import org.wecomarchive.serde.TopicSchemas;
import picocli.CommandLine;

/** {@code archivectl schemas}: the contract in the schema registry. */
@CommandLine.Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        versionProvider = ArchivectlMain.Version.class,
        description = "The schemas of this release in the schema registry.")
final class SchemasAction {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description =
                    "Registers every schema and prints its subject and id; what is registered already keeps its id.")
    int register() throws IOException {
        CliConfig config = Site.settings(parent.config());
        TopicSchemas.register(
                config.topics(), config.registry(), spec.commandLine().getOut()::println);
        return ArchivectlMain.DONE;
    }
}
