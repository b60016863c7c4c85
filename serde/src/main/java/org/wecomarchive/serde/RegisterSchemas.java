package org.wecomarchive.serde;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;

/**
 * Registers the schemas of this release, for sites where the pipeline itself may not.
 *
 * <p>One argument: a properties file with the keys of {@link RegistryConfig} and {@code topic.prefix}; a file of another
 * module of the pipeline serves. What is registered already keeps its id, so that running it again does no harm.
 *
 * <p>Exit codes: 0 registered; 1 the registry refuses or is away; 2 wrong arguments or settings.
 */
public final class RegisterSchemas {

    private static final String TOPIC_PREFIX = "topic.prefix";

    private RegisterSchemas() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream output, PrintStream errors) {
        if (args.length != 1) {
            errors.println("usage: RegisterSchemas <properties file with schema.registry.url and topic.prefix>");
            return 2;
        }
        try {
            Map<String, String> settings = read(Path.of(args[0]));
            Topics topics = new Topics(settings.getOrDefault(TOPIC_PREFIX, Topics.DEFAULT_PREFIX));
            register(topics, new RegistryConfig(settings), output);
            return 0;
        } catch (IOException | ConfigException | IllegalArgumentException e) {
            errors.println(e.getMessage());
            return 2;
        } catch (RegistryUnavailableException | RegistryRefusedException e) {
            errors.println(e.getMessage());
            return 1;
        }
    }

    private static void register(Topics topics, RegistryConfig config, PrintStream output) throws IOException {
        Map<String, Class<? extends SpecificRecord>> typesByTopic = new LinkedHashMap<>();
        typesByTopic.put(topics.raw(), RawRecord.class);
        typesByTopic.put(topics.events(), ChatEvent.class);
        typesByTopic.put(topics.gaps(), Gap.class);
        typesByTopic.put(topics.calls(), SdkCalls.class);
        typesByTopic.put(topics.erasures(), Erasure.class);
        typesByTopic.put(topics.erased(), Erasure.class);
        typesByTopic.put(topics.commands(), Command.class);
        try (RegistrySchemas registry = config.connect()) {
            typesByTopic.forEach((topic, type) -> {
                String subject = WireFormat.valueSubject(topic);
                int id = registry.idOf(subject, new RecordType<SpecificRecord>(type).schema());
                output.println(subject + " has " + type.getSimpleName() + " as id " + id);
            });
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        settings.put(RegistryConfig.AUTO_REGISTER, "true");
        return settings;
    }
}
