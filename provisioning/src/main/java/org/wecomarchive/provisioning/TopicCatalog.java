package org.wecomarchive.provisioning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.recovery.Sleeper;

/**
 * The pipeline's topics as {@code deploy/topics.yaml} lists them.
 *
 * <p>Shape of the file: {@code replicationFactor}, {@code config} (Kafka topic configs of all topics) and {@code topics}, a
 * list of {@code name} (below the prefix, with its version), {@code partitions} and {@code config} (added to the common
 * one). Unknown fields are refused.
 *
 * @param replicationFactor wanted replicas of every topic, at least 1
 * @param config topic configs that all topics share
 * @param topics every topic once
 */
public record TopicCatalog(int replicationFactor, Map<String, String> config, List<Topic> topics) {

    private static final String MIN_IN_SYNC = "min.insync.replicas";
    private static final long ADMIN_SECONDS = 120;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    /**
     * One topic.
     *
     * @param name name below the prefix, for example {@code raw.v1}
     * @param partitions at least 1
     * @param config its own topic configs
     */
    public record Topic(String name, int partitions, Map<String, String> config) {
        public Topic {
            if (name == null || config == null) {
                throw new IllegalArgumentException("a topic needs the fields name, partitions and config");
            }
            if (name.isBlank() || partitions < 1) {
                throw new IllegalArgumentException("topic needs a name and partitions: " + name + ", " + partitions);
            }
            config = Map.copyOf(config);
        }
    }

    public TopicCatalog {
        if (config == null || topics == null) {
            throw new IllegalArgumentException("the file needs the fields replicationFactor, config and topics");
        }
        if (replicationFactor < 1) {
            throw new IllegalArgumentException("replicationFactor must be at least 1: " + replicationFactor);
        }
        config = Map.copyOf(config);
        topics = List.copyOf(topics);
        if (topics.stream().map(Topic::name).distinct().count() != topics.size()) {
            throw new IllegalArgumentException("a topic is listed twice");
        }
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read or is not of the shape above
     */
    public static TopicCatalog load(Path topicsYaml) throws IOException {
        ObjectMapper yaml =
                new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (Reader reader = Files.newBufferedReader(topicsYaml, StandardCharsets.UTF_8)) {
            return yaml.readValue(reader, TopicCatalog.class);
        }
    }

    /** The topic with this name below the prefix. */
    public Topic topic(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic " + name + " in the catalog"));
    }

    /** All configs of a topic in a cluster that can hold so many replicas. */
    public Map<String, String> configOf(Topic topic, int replicas) {
        Map<String, String> all = new HashMap<>(config);
        all.putAll(topic.config());
        // One replica may be away, except where there is only one.
        all.computeIfPresent(
                MIN_IN_SYNC,
                (key, wanted) -> Integer.toString(Math.max(1, Math.min(Integer.parseInt(wanted), replicas - 1))));
        return Map.copyOf(all);
    }

    /** A topic as Kafka creates it. */
    public NewTopic newTopic(Topic topic, String prefix, int replicas) {
        return new NewTopic(prefix + "." + topic.name(), topic.partitions(), (short) replicas)
                .configs(configOf(topic, replicas));
    }

    /** As {@link #createAll(String, String, int)} with as many replicas as the catalog wants and the brokers can hold. */
    public void createAll(String bootstrapServers, String prefix)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = admin(bootstrapServers)) {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS)
                    .size();
            createMissing(admin, prefix, Math.min(replicationFactor, brokers));
        }
    }

    /**
     * Creates every topic that the cluster lacks, below the prefix; existing ones are left as they are.
     *
     * @param replicas replication factor, at most the number of brokers
     */
    public void createAll(String bootstrapServers, String prefix, int replicas)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = admin(bootstrapServers)) {
            createMissing(admin, prefix, replicas);
        }
    }

    private void createMissing(Admin admin, String prefix, int replicas)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(ADMIN_SECONDS, TimeUnit.SECONDS);
        List<NewTopic> missing = topics.stream()
                .map(topic -> newTopic(topic, prefix, replicas))
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get(ADMIN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitLeaders(admin, missing);
    }

    /**
     * Returns when the brokers answer for every new partition, which is later than the controller has it. An idempotent
     * producer whose first batches meet a partition without its leader can end up out of order for good.
     *
     * @throws TimeoutException if a broker does not know one of the topics after two minutes
     */
    public static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long start = System.nanoTime();
        while (!know(admin, ends)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(ADMIN_SECONDS)) {
                throw new TimeoutException("waited " + ADMIN_SECONDS + " s for the brokers to know new topics");
            }
            Sleeper.system().sleep(BETWEEN_QUESTIONS);
        }
    }

    /** A broker that lags behind does not know the topic at all. */
    private static boolean know(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.listOffsets(ends).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static Admin admin(String bootstrapServers) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return KafkaClients.open(settings, () -> Admin.create(settings));
    }
}
