package org.wecomarchive.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Main of {@code bin/archivectl}.
 *
 * <p><b>Exit codes.</b> 0: done. 1: refused or failed, or a comparison found differences; the output says which. 2: wrong arguments or settings. 3: Kafka, the
 * schema registry or Connect did not answer in time, or {@code --wait} has ended before the command has. Every command can
 * be given again.
 */
@CommandLine.Command(
        name = "archivectl",
        mixinStandardHelpOptions = true,
        versionProvider = ArchivectlMain.Version.class,
        description = {
            "Tells the pipeline what to do. release and skip are recorded for ever in the topic of commands.",
            "restart starts again what has failed in Kafka Connect.",
            "topics, acls and schemas compare a site with the files of deploy and with this release, and set it up."
        },
        subcommands = {
            ReleaseAction.class,
            SkipAction.class,
            RestartAction.class,
            CommandsAction.class,
            TopicsAction.class,
            AclsAction.class,
            SchemasAction.class
        })
public final class ArchivectlMain {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG = 2;
    static final int NOT_IN_TIME = 3;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "archivectl.properties",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Properties file with kafka.bootstrap.servers, schema.registry.url, connect.url; default:"
                    + " ${DEFAULT-VALUE}. docs/config.md lists the keys.")
    private Path config;

    /** The settings' file. */
    Path config() {
        return config;
    }

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, err));
    }

    /** Runs and returns the exit code. */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new ArchivectlMain())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(new FailureText())
                .execute(arguments);
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = ArchivectlMain.class.getPackage().getImplementationVersion();
            return new String[] {"archivectl " + (version == null ? "(not packaged)" : version)};
        }
    }
}
