package org.wecomarchive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.wecomarchive.cli.provision.KafkaRights;
import org.wecomarchive.cli.provision.Report;
import org.wecomarchive.cli.provision.WantedRights;
import org.wecomarchive.provisioning.AclCatalog;
import org.wecomarchive.provisioning.GrantList;
import picocli.CommandLine;

/** {@code archivectl acls}: the rights of {@code deploy/acls.yaml} and those that the brokers hold. */
@CommandLine.Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        versionProvider = ArchivectlMain.Version.class,
        description = "The rights of each role: compares Kafka with deploy/acls.yaml, and grants what is missing.",
        subcommands = {AclsAction.Diff.class, AclsAction.Apply.class})
final class AclsAction {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    /** What both commands are asked. */
    static final class Options {

        @CommandLine.Mixin
        private SiteOptions site;

        @CommandLine.Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The roles; default: deploy/acls.yaml beside the program.")
        private Optional<Path> file;

        @CommandLine.Option(
                names = "--principals",
                paramLabel = "FILE",
                description =
                        "Who has which role, with names for what is open in it; an example: deploy/principals.yaml.")
        private Optional<Path> principals;

        @CommandLine.Option(
                names = "--principal",
                paramLabel = "ROLE=PRINCIPAL",
                description = "One more, such as decryptor=User:decryptor; may be given several times.")
        private List<String> single = List.of();

        @CommandLine.Option(
                names = "--name",
                paramLabel = "NAME=VALUE",
                description =
                        "For what is open in the role of a --principal, such as connector=wecom-search; may be given"
                                + " several times.")
        private Map<String, String> names = Map.of();

        private WantedRights wanted(CliConfig config) {
            AclCatalog catalog = SiteFiles.read(file, "acls.yaml", AclCatalog::load);
            String prefix = site.topics(config).prefix();
            try {
                return new WantedRights(
                        grants(catalog)
                                .bindings(catalog, Map.of("prefix", prefix, "application", prefix + ".decryptor")),
                        prefix);
            } catch (IllegalArgumentException e) {
                throw site.wrong(
                        e.getMessage() + "; values go under names: in --principals, or into --name NAME=VALUE");
            }
        }

        private GrantList grants(AclCatalog catalog) {
            List<GrantList.Grant> grants = new ArrayList<>();
            Map<String, String> forAll = Map.of();
            if (principals.isPresent()) {
                GrantList list = SiteFiles.read(principals, "principals.yaml", GrantList::load);
                forAll = list.names();
                grants.addAll(list.grants());
            }
            for (String one : single) {
                int middle = one.indexOf('=');
                if (middle < 1) {
                    throw site.wrong("--principal is ROLE=PRINCIPAL, such as decryptor=User:decryptor, and not " + one);
                }
                grants.add(new GrantList.Grant(one.substring(0, middle), one.substring(middle + 1), names));
            }
            if (grants.isEmpty()) {
                throw site.wrong("say who has which role: --principals FILE or --principal ROLE=PRINCIPAL; roles are "
                        + String.join(", ", new TreeSet<>(catalog.roles().keySet())));
            }
            return new GrantList(forAll, grants);
        }
    }

    /** {@code archivectl acls diff}. */
    @CommandLine.Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = {
                "Prints which rights are missing, one line each; changes nothing.",
                "Other rights of the same principals, and rights of others in the pipeline's topics, are named as unlisted."
            },
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.AS_WANTED, ExitCodes.DIFFERENT, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Diff implements Callable<Integer> {

        @CommandLine.ParentCommand
        private AclsAction acls;

        @CommandLine.Mixin
        private Options options;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(acls.parent.config());
            WantedRights wanted = options.wanted(config);
            return options.site.print(config, admin -> Report.of(new KafkaRights(admin).compare(wanted)));
        }
    }

    /** {@code archivectl acls apply}. */
    @CommandLine.Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description =
                    "Grants the rights that are missing, all in one call; may be given again. Never takes a right away:"
                            + " kafka-acls.sh --remove does.",
            exitCodeListHeading = ExitCodes.HEADING,
            exitCodeList = {ExitCodes.APPLIED, ExitCodes.NOT_APPLIED, ExitCodes.WRONG, ExitCodes.NO_ANSWER})
    static final class Apply implements Callable<Integer> {

        @CommandLine.ParentCommand
        private AclsAction acls;

        @CommandLine.Mixin
        private Options options;

        @CommandLine.Option(names = "--dry-run", description = "Prints what would be granted, and grants nothing.")
        private boolean dryRun;

        @Override
        public Integer call() throws IOException {
            CliConfig config = Site.settings(acls.parent.config());
            WantedRights wanted = options.wanted(config);
            return options.site.print(config, admin -> new KafkaRights(admin).apply(wanted, dryRun));
        }
    }
}
