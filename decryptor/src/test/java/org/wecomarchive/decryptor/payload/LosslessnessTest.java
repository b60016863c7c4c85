package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.schemas.ChatEvent;

/**
 * Whatever becomes of a sample, its event holds the original text, and every modelled field equals the JSON's value as
 * an independent reader sees it. A failure names the seed of its mutations.
 */
class LosslessnessTest {

    private static final int MUTATIONS_OF_EACH_SAMPLE = 200;
    private static final int DAMAGES_OF_EACH_SAMPLE = 200;

    static List<String> samples() {
        return Samples.names();
    }

    @Test
    void theTableOfThisTestCoversTheSchema() {
        List<String> types = ChatEvent.getClassSchema().getFields().stream()
                .filter(field -> field.getProp("msgtype") != null)
                .map(field -> field.getProp("msgtype") + " " + field.name())
                .toList();

        assertThat(ExpectedShape.types())
                .extracting(shape -> shape.name() + " " + shape.event())
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsAndReadsTheSample(String sample) {
        confirm(Samples.text(sample), sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsAndReadsWhateverBecomesOfTheSample(String sample) {
        for (int seed = 0; seed < MUTATIONS_OF_EACH_SAMPLE; seed++) {
            Random random = new Random(seed);
            JsonNode tree = JacksonValues.tree(Samples.text(sample));
            for (int i = random.nextInt(4); i >= 0; i--) {
                Mutation.any(tree, random);
            }
            confirm(new Spelling(random).of(tree), sample + ", seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsEverySampleWithDamageInItsStrings(String sample) throws PayloadException {
        for (int seed = 0; seed < DAMAGES_OF_EACH_SAMPLE; seed++) {
            Damage damage = Damage.inStrings(Samples.text(sample), new Random(seed));

            ChatEvent event = Messages.parse(damage.bytes());

            assertThat(original(event)).as("%s, seed %d", sample, seed).isEqualTo(damage.bytes());
            assertThat(event.getDamaged()).as("%s, seed %d", sample, seed).isTrue();
            assertThat(event.getPayloadBytes() != null)
                    .as("%s, seed %d", sample, seed)
                    .isEqualTo(damage.isMalformed());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsDamagedBytesOrRefusesWhatIsNoJson(String sample) {
        byte[] original = Samples.text(sample).getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < DAMAGES_OF_EACH_SAMPLE; seed++) {
            Random random = new Random(seed);
            byte[] damaged = original.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            confirmKept(damaged, sample + ", seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesTruncatedPlaintext(String sample) {
        String text = Samples.text(sample).strip();
        for (int length = 0; length < text.length(); length += 7) {
            byte[] truncated = text.substring(0, length).getBytes(StandardCharsets.UTF_8);

            assertThat(isRefused(truncated)).as("%s, length %d", sample, length).isTrue();
        }
    }

    private static void confirm(String json, String origin) {
        try {
            ChatEvent event = Messages.parse(json);
            assertThat(event.getPayload()).isEqualTo(json);
            new EventOracle(event).confirm();
            assertThat(AvroRoundTrip.of(event)).hasToString(event.toString());
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(origin + ": " + failure.getMessage() + "\n" + json, failure);
        }
    }

    private static void confirmKept(byte[] plaintext, String origin) {
        try {
            ChatEvent event = Messages.parse(plaintext);
            assertThat(original(event)).as(origin).isEqualTo(plaintext);
        } catch (PayloadException refused) {
            assertThat(Damage.isWithinBounds(plaintext) && Damage.isJson(plaintext))
                    .as("refused: " + origin)
                    .isFalse();
        }
    }

    private static byte[] original(ChatEvent event) {
        return event.getPayloadBytes() == null
                ? event.getPayload().getBytes(StandardCharsets.UTF_8)
                : event.getPayloadBytes().array();
    }

    private static boolean isRefused(byte[] plaintext) {
        try {
            Messages.parse(plaintext);
            return false;
        } catch (PayloadException refused) {
            return true;
        }
    }
}
