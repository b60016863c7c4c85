package org.wecomarchive.testkit.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.Utils;

/**
 * Tells a partition that a transaction was committed, as its coordinator does. Kafka's {@code Admin} can tell it an abort
 * only.
 *
 * <p>For embedded brokers: they are of this class path's version and speak without TLS.
 */
final class CommitMarker {

    private static final int PATIENCE_MS = 30_000;

    private final TopicPartition partition;
    private final long producerId;
    private final short epoch;
    private final int coordinatorEpoch;

    /**
     * A marker for one transaction.
     *
     * @param epoch of the producer, and {@code coordinatorEpoch}: as the partition has them
     */
    CommitMarker(TopicPartition partition, long producerId, short epoch, int coordinatorEpoch) {
        this.partition = partition;
        this.producerId = producerId;
        this.epoch = epoch;
        this.coordinatorEpoch = coordinatorEpoch;
    }

    /**
     * Writes it.
     *
     * @throws ApiException as the leader answers; {@link DisconnectException} if it does not
     */
    void writeTo(Node leader) {
        short version = ApiKeys.WRITE_TXN_MARKERS.latestVersion();
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest.Builder(List.of(entry())).build(version);
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, version, "hanging-transactions", 1);
        ByteBuffer answer = exchange(leader, request.serializeWithHeader(header));
        ResponseHeader.parse(answer, ApiKeys.WRITE_TXN_MARKERS.responseHeaderVersion(version));
        WriteTxnMarkersResponse.parse(new ByteBufferAccessor(answer), version)
                .errorsByProducerId()
                .get(producerId)
                .get(partition)
                .maybeThrow();
    }

    private static ByteBuffer exchange(Node leader, ByteBuffer request) {
        try (Socket socket = new Socket(leader.host(), leader.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.remaining());
            out.write(Utils.toArray(request));
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return ByteBuffer.wrap(answer);
        } catch (IOException e) {
            throw new DisconnectException(leader + " does not answer", e);
        }
    }

    private WriteTxnMarkersRequest.TxnMarkerEntry entry() {
        short anyTransactionVersion = 0;
        return new WriteTxnMarkersRequest.TxnMarkerEntry(
                producerId,
                epoch,
                coordinatorEpoch,
                TransactionResult.COMMIT,
                List.of(partition),
                anyTransactionVersion);
    }
}
