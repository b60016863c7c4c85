package org.wecomarchive.financesdk.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.process.Protocol.Answer;
import org.wecomarchive.financesdk.process.Protocol.Request;

final class FrameTest {

    @Test
    void readsWhatWasWritten() throws IOException {
        byte[] bytes = written(
                42,
                new FrameBuilder(Request.MEDIA)
                        .putInt(-1)
                        .putLong(Long.MIN_VALUE)
                        .putByte(200)
                        .putText("会话 👍")
                        .content(new byte[] {3, 4})
                        .putBytes(new byte[] {0, 1, 2}));

        Frame frame = read(bytes);

        assertThat(frame.id()).isEqualTo(42);
        assertThat(frame.request()).isEqualTo(Request.MEDIA);
        assertThat(frame.readInt()).isEqualTo(-1);
        assertThat(frame.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(frame.readByte()).isEqualTo((byte) 200);
        assertThat(frame.readText()).isEqualTo("会话 👍");
        assertThat(frame.readBytes()).containsExactly(0, 1, 2);
        assertThat(frame.content()).containsExactly(3, 4);
    }

    @Test
    void keepsItsContentOnceInMemory() throws IOException {
        byte[] page = new byte[8 << 20];
        FrameBuilder frame = new FrameBuilder(Answer.DONE).content(page);
        ByteArrayOutputStream out = new ByteArrayOutputStream(page.length + 100);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        frame.writeTo(out, 1);
        long written = threads.getCurrentThreadAllocatedBytes();
        byte[] bytes = out.toByteArray();
        long reading = threads.getCurrentThreadAllocatedBytes();
        byte[] content = read(bytes).content();
        long done = threads.getCurrentThreadAllocatedBytes();

        assertThat(content).hasSameSizeAs(page);
        assertThat(written - before).isLessThan(page.length / 8);
        assertThat(done - reading).isLessThan(page.length + page.length / 8);
    }

    @Test
    void carriesPayloadsAndOutcomes() throws IOException {
        List<EncryptedPayload> payloads =
                List.of(new EncryptedPayload("key", "message"), new EncryptedPayload("", "é"));
        SdkException refusal = new SdkException(SdkFunction.DECRYPT_DATA, 10006, FailureClass.BAD_RECORD, "why");
        List<DecryptOutcome> outcomes =
                List.of(new DecryptOutcome.Decrypted("text".getBytes(UTF_8)), new DecryptOutcome.Refused(refusal));
        FrameBuilder request = new FrameBuilder(Request.DECRYPT);
        FrameBuilder answer = new FrameBuilder(Answer.DONE);

        PayloadCodec.putPayloads(request, payloads);
        PayloadCodec.putOutcomes(answer, outcomes);

        assertThat(PayloadCodec.readPayloads(read(written(1, request)))).isEqualTo(payloads);
        List<DecryptOutcome> read = PayloadCodec.readOutcomes(read(written(1, answer)), 2);
        assertThat(read.get(0)).isEqualTo(outcomes.get(0));
        assertThatThrownBy(() -> read.get(1).payload()).isInstanceOfSatisfying(SdkException.class, back -> {
            assertThat(back)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("function", "code", "failureClass", "remedy")
                    .isEqualTo(refusal);
        });
    }

    @Test
    void aTruncatedFrameEndsTheStream() throws IOException {
        byte[] whole = written(1, new FrameBuilder(Request.PAGE).putText("some body"));

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void refusesALengthThatNoFrameHas() {
        for (int length : new int[] {-1, 0, 8, Protocol.MAX_FRAME_BYTES + 1, Integer.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(32).putInt(length).array();
            assertThatThrownBy(() -> read(bytes)).isInstanceOf(StreamCorruptedException.class);
        }
    }

    @Test
    void refusesAContentThatItsFrameCannotHave() {
        for (int content : new int[] {-1, 12, Integer.MAX_VALUE}) {
            ByteBuffer frame =
                    ByteBuffer.allocate(32).putInt(20).putInt(1).put((byte) 1).putInt(content);
            assertThatThrownBy(() -> read(frame.array())).isInstanceOf(StreamCorruptedException.class);
        }
    }

    @Test
    void doesNotWriteMoreThanAFrameHolds() {
        FrameBuilder tooLarge = new FrameBuilder(Request.DECRYPT).putBytes(new byte[Protocol.MAX_FRAME_BYTES]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> tooLarge.writeTo(out, 1)).isInstanceOf(IOException.class);
        assertThat(out.size()).isZero();
    }

    private static byte[] written(int id, FrameBuilder frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.writeTo(out, id);
        return out.toByteArray();
    }

    private static Frame read(byte[] bytes) throws IOException {
        return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
