package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.follow.WholeTopic;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/**
 * The topic of commands. Every instance reads all of it; the owner of a partition of the parked topic carries the commands out there.
 *
 * <p><b>Invariants.</b> A command is given out for a partition only once everything is known that the previous owner of the
 * partition may have written. For that, a consumer of committed records has to pass the end that the topic of commands had when the
 * partition came to be served here, open transactions included. The position never passes a command that was not entered; only
 * bytes that are no command, whatever the registry knows, are skipped.
 *
 * <p>Not safe for use by several threads.
 */
final class CommandTopic {

    private static final Logger log = LoggerFactory.getLogger(CommandTopic.class);

    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final WholeTopic source;
    private final Function<ConsumerRecord<byte[], byte[]>, Command> decoder;
    private final Map<String, Command> requests = new LinkedHashMap<>();
    private final Map<String, Command> progress = new HashMap<>();
    private final Map<Integer, Map<TopicPartition, Long>> ends = new HashMap<>();
    private boolean stuck;

    /** Nothing is read yet. */
    CommandTopic(WholeTopic source, Function<ConsumerRecord<byte[], byte[]>, Command> decoder) {
        this.source = source;
        this.decoder = decoder;
    }

    /** Has to be called once, first. */
    void begin() {
        source.assign(ANSWER);
    }

    /**
     * Takes in what has come, without waiting.
     *
     * @param served partitions of the parked topic that were read to their end here
     * @return whether something was read that could not be read before
     * @throws TransientTroubleException when the registry does not give the schema of the next command; it is read again by the
     *     next call
     */
    boolean poll(List<ParkedPartition> served) throws TransientTroubleException {
        List<Integer> numbers = served.stream().map(ParkedPartition::number).toList();
        ends.keySet().retainAll(numbers);
        numbers.forEach(number -> ends.computeIfAbsent(number, unread -> source.written(ANSWER)));
        ConsumerRecords<byte[], byte[]> polled = source.poll(Duration.ZERO);
        try {
            takeIn(polled);
        } catch (RegistryUnavailableException | RegistryRefusedException | UnresolvableSchemaException e) {
            stuck = true;
            throw TransientTroubleException.ofRegistry(e);
        }
        boolean freed = stuck && !polled.isEmpty();
        stuck &= polled.isEmpty();
        return freed;
    }

    /** If a record cannot be taken in, the position goes back, in every partition, to the first that was not. */
    private void takeIn(ConsumerRecords<byte[], byte[]> polled) {
        Deque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();
        polled.forEach(left::add);
        try {
            for (; !left.isEmpty(); left.remove()) {
                enter(left.element());
            }
        } catch (RuntimeException e) {
            // The last seek of a partition counts.
            left.descendingIterator().forEachRemaining(source::seek);
            throw e;
        }
    }

    /** The oldest command that is not done in this partition of the parked topic. */
    Optional<CommandRun> next(int partition) {
        if (!isComplete(partition)) {
            return Optional.empty();
        }
        return requests.values().stream()
                .filter(request -> partition < request.getParts())
                .map(request -> run(request, partition))
                .filter(run -> !isFinal(run.progress()))
                .findFirst();
    }

    private boolean isComplete(int partition) {
        return ends.containsKey(partition) && source.isPast(ends.get(partition), ANSWER);
    }

    private CommandRun run(Command request, int partition) {
        Command last = progress.get(RecordKeys.ofPart(request.getId(), partition));
        return last == null ? CommandRun.begin(request, partition) : new CommandRun(request, last);
    }

    /** Progress that was committed here, or read: what is older than what is known changes nothing. */
    void note(Command step) {
        progress.merge(RecordKeys.ofPart(step.getId(), step.getPart()), step, CommandTopic::later);
    }

    private static Command later(Command known, Command other) {
        boolean older = isFinal(known) || other.getPosition() < known.getPosition();
        return older ? known : other;
    }

    private static boolean isFinal(Command step) {
        return CommandState.of(step.getState()).filter(CommandState::isFinal).isPresent();
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Command command = decoder.apply(record);
            if (!command.getKind().equals(CommandKind.RELEASE.text())) {
                return;
            }
            if (command.getPart() == null) {
                requests.put(command.getId(), command);
            } else {
                note(command);
            }
        } catch (UndecodableRecordException e) {
            log.warn("a record is not a command and is skipped: {}", e.getMessage());
        }
    }
}
