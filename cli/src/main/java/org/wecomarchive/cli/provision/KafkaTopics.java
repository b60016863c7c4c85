package org.wecomarchive.cli.provision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.wecomarchive.cli.provision.Difference.Kind;
import org.wecomarchive.cli.provision.Report.State;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.recovery.KafkaAnswers;

/** The topics of a cluster: read, and changed with one call each for all new topics, all new partitions, all settings. */
public final class KafkaTopics {

    private static final String READING = "describe and describe_configs on the topics";
    private static final String CREATING = "create on the topics, or on the cluster";
    private static final String CHANGING = "alter and alter_configs on the topics";

    private final Admin admin;

    /** Uses the client, and leaves it open. */
    public KafkaTopics(Admin admin) {
        this.admin = admin;
    }

    /** How the site differs from what is wanted; changes nothing. */
    public List<Difference> compare(WantedTopics wanted) {
        return AdminCalls.read(READING, () -> wanted.compare(existing(wanted), others(wanted)));
    }

    /**
     * Makes what is missing and can be made without loss.
     *
     * @param dryRun only has the brokers check each change
     */
    public Report apply(WantedTopics wanted, boolean dryRun) {
        List<Difference> differences = compare(wanted);
        Map<Difference, KafkaFuture<Void>> answers = new HashMap<>();
        create(only(differences, Kind.CREATE), wanted, dryRun, answers);
        grow(only(differences, Kind.GROW), dryRun, answers);
        set(only(differences, Kind.SET), dryRun, answers);
        Report report = new Report();
        List<NewTopic> created = new ArrayList<>();
        differences.stream().filter(Difference::isOurs).forEach(difference -> {
            boolean creates = difference.kind() == Kind.CREATE;
            Optional<String> refusal = AdminCalls.refused(answers.get(difference), creates ? CREATING : CHANGING);
            report.add(
                    refusal.isPresent() ? State.FAILED : dryRun ? State.PLANNED : State.DONE,
                    refusal.map(difference::withNote).orElse(difference));
            if (creates && refusal.isEmpty()) {
                created.add(wanted.newTopic(difference.subject()));
            }
        });
        if (!dryRun && !created.isEmpty()) {
            awaitLeaders(created);
        }
        if (!report.done().isEmpty()) {
            AdminCalls.awaitShown(report.done(), () -> compare(wanted));
        }
        report.addUntouched(differences);
        return report;
    }

    private static List<Difference> only(List<Difference> differences, Kind kind) {
        return differences.stream()
                .filter(difference -> difference.kind() == kind)
                .toList();
    }

    private void create(
            List<Difference> missing, WantedTopics wanted, boolean dryRun, Map<Difference, KafkaFuture<Void>> answers) {
        if (!missing.isEmpty()) {
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            missing.stream()
                                    .map(topic -> wanted.newTopic(topic.subject()))
                                    .toList(),
                            new CreateTopicsOptions().validateOnly(dryRun))
                    .values();
            missing.forEach(topic -> answers.put(topic, created.get(topic.subject())));
        }
    }

    private void grow(List<Difference> small, boolean dryRun, Map<Difference, KafkaFuture<Void>> answers) {
        if (!small.isEmpty()) {
            Map<String, KafkaFuture<Void>> grown = admin.createPartitions(
                            small.stream()
                                    .collect(Collectors.toMap(
                                            Difference::subject,
                                            topic -> NewPartitions.increaseTo(Integer.parseInt(
                                                    topic.wanted().orElseThrow())))),
                            new CreatePartitionsOptions().validateOnly(dryRun))
                    .values();
            small.forEach(topic -> answers.put(topic, grown.get(topic.subject())));
        }
    }

    private void set(List<Difference> other, boolean dryRun, Map<Difference, KafkaFuture<Void>> answers) {
        if (!other.isEmpty()) {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            other.forEach(one -> changes.computeIfAbsent(resource(one.subject()), topic -> new ArrayList<>())
                    .add(new AlterConfigOp(
                            new ConfigEntry(one.what(), one.wanted().orElseThrow()), AlterConfigOp.OpType.SET)));
            Map<ConfigResource, KafkaFuture<Void>> set = admin.incrementalAlterConfigs(
                            changes, new AlterConfigsOptions().validateOnly(dryRun))
                    .values();
            other.forEach(one -> answers.put(one, set.get(resource(one.subject()))));
        }
    }

    private void awaitLeaders(List<NewTopic> created) {
        try {
            TopicCatalog.awaitLeaders(admin, created);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the topics are created, but the brokers do not serve all of them yet: look at"
                    + " kafka-topics.sh --describe --unavailable-partitions");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Asked for by name: a list leaves out what the user may not see, which would then count as missing. */
    private Map<String, TopicState> existing(WantedTopics wanted) {
        Map<String, TopicDescription> described = new TreeMap<>();
        admin.describeTopics(wanted.names()).topicNameValues().forEach((name, answer) -> {
            try {
                described.put(name, KafkaAnswers.await(answer));
            } catch (UnknownTopicOrPartitionException isMissing) {
                // Left out.
            }
        });
        Map<ConfigResource, Config> configs = KafkaAnswers.await(admin.describeConfigs(
                        described.keySet().stream().map(KafkaTopics::resource).toList())
                .all());
        Map<String, TopicState> existing = new TreeMap<>();
        described.forEach((name, topic) -> existing.put(name, state(topic, configs.get(resource(name)))));
        return existing;
    }

    private Set<String> others(WantedTopics wanted) {
        return KafkaAnswers.await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(wanted.prefix() + ".")
                        && !wanted.names().contains(name))
                .collect(Collectors.toSet());
    }

    private static TopicState state(TopicDescription topic, Config config) {
        List<Integer> replicas = topic.partitions().stream()
                .map(partition -> partition.replicas().size())
                .sorted()
                .toList();
        return new TopicState(
                replicas.size(),
                replicas.get(0),
                replicas.get(replicas.size() - 1),
                values(config.entries().stream()),
                values(config.entries().stream()
                        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)));
    }

    private static Map<String, String> values(Stream<ConfigEntry> entries) {
        return entries.filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
