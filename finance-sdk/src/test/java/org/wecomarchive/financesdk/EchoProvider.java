package org.wecomarchive.financesdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The echo library in Java: {@code echo:}; {@code echo:unusable} cannot be opened. Behaves as {@code echo_sdk.c}. */
public final class EchoProvider implements FinanceSdkProvider {

    public static final String LIBRARY = "echo:java";
    public static final String UNUSABLE = "echo:unusable";
    public static final String NEVER_OPENS = "echo:never";

    /** Before the path of a file: does not open while there is no such file, which the first attempt makes. */
    public static final String SLOW_AT_FIRST = "echo:slow-at-first:";

    /** Before the path of a file: the same, and cannot be opened from then on. */
    public static final String SLOW_THEN_UNUSABLE = "echo:slow-then-unusable:";

    @Override
    public boolean supports(String library) {
        return library.startsWith("echo:");
    }

    @Override
    public FinanceSdk open(String library) {
        if (library.equals(UNUSABLE)) {
            throw new IllegalArgumentException("this echo is unusable on purpose");
        }
        if (library.equals(NEVER_OPENS)) {
            hang();
        }
        if (library.startsWith(SLOW_AT_FIRST)) {
            hangAtFirst(library.substring(SLOW_AT_FIRST.length()));
        }
        if (library.startsWith(SLOW_THEN_UNUSABLE)) {
            hangAtFirst(library.substring(SLOW_THEN_UNUSABLE.length()));
            throw new IllegalArgumentException("this echo is unusable on purpose");
        }
        return new EchoSdk();
    }

    private static void hangAtFirst(String file) {
        try {
            Files.createFile(Path.of(file));
        } catch (FileAlreadyExistsException again) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hang();
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }

    private static int command(SdkFunction function, String text) throws SdkException {
        String name = text.substring(0, text.indexOf(':') + 1);
        String rest = text.substring(name.length());
        switch (name) {
            case "abort:", "segv:" -> Runtime.getRuntime().halt(134);
            case "exit:" -> Runtime.getRuntime().halt(3);
            case "hang:" -> hang();
            case "sleep:" -> LockSupport.parkNanos(1_000_000L * Integer.parseInt(rest.replace(".", "")));
            case "code:" -> throw SdkException.ofCode(function, Integer.parseInt(rest.replace(".", "")));
            default -> {
                return -1;
            }
        }
        return 0;
    }

    private static final class EchoSdk implements FinanceSdk {

        @Override
        public ArchiveSession open(CorpCredentials credentials) throws SdkException {
            command(SdkFunction.INIT, credentials.corpId());
            return new EchoSession(credentials);
        }

        @Override
        public byte[] decrypt(EncryptedPayload payload) throws SdkException {
            String message = payload.message();
            if (message.length() < 13 || message.startsWith("null:")) {
                throw new SdkException(SdkFunction.DECRYPT_DATA, 0, FailureClass.BAD_RECORD, "refused");
            }
            if (payload.key().endsWith("====")) {
                throw new SdkException(SdkFunction.DECRYPT_DATA, 0, FailureClass.BAD_KEY, "refused");
            }
            command(SdkFunction.DECRYPT_DATA, message);
            if (message.startsWith("print:")) {
                System.out.println(message);
                return "printed".getBytes(StandardCharsets.UTF_8);
            }
            return message.substring(message.startsWith("echo:") ? 5 : 0).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
            List<DecryptOutcome> outcomes = new ArrayList<>();
            for (EncryptedPayload payload : payloads) {
                try {
                    outcomes.add(new DecryptOutcome.Decrypted(decrypt(payload)));
                } catch (SdkException refusal) {
                    outcomes.add(new DecryptOutcome.Refused(refusal));
                }
            }
            return outcomes;
        }

        @Override
        public void close() {}
    }

    private record EchoSession(CorpCredentials credentials) implements ArchiveSession {

        private static final List<String> COMMANDS = List.of("null:", "abort:", "hang:", "sleep:300");

        @Override
        public byte[] fetchPage(long seq, int limit) throws SdkException {
            if (seq >= 10000 && seq <= 10099) {
                throw SdkException.ofCode(SdkFunction.GET_CHAT_DATA, (int) seq);
            }
            if (seq == EchoScript.PAGE_TOO_LARGE || seq == EchoScript.PAGE_AS_LARGE_AS_A_FRAME) {
                return new byte[FinanceSdk.MAX_ANSWER_BYTES + (seq == EchoScript.PAGE_TOO_LARGE ? 1 : 0)];
            }
            if (seq == EchoScript.PAGE_WITHOUT_CONTENT) {
                throw new SdkException(SdkFunction.GET_CHAT_DATA, 0, FailureClass.TRANSIENT, "no content");
            }
            if (seq > 0 && seq <= COMMANDS.size()) {
                command(SdkFunction.GET_CHAT_DATA, COMMANDS.get((int) seq - 1));
            }
            String page = "{\"corp\":\"%s\",\"seq\":%d,\"limit\":%d,\"proxy\":\"%s\",\"passwd\":\"%s\",\"timeout\":%d}"
                    .formatted(
                            credentials.corpId(),
                            seq,
                            limit,
                            credentials.proxy(),
                            credentials.proxyCredentials(),
                            credentials.timeout().plusNanos(999_999_999).toSeconds());
            return page.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
            command(SdkFunction.GET_MEDIA_DATA, sdkFileId);
            if (sdkFileId.startsWith("null:broken")) {
                throw new SdkException(SdkFunction.GET_MEDIA_DATA, 0, FailureClass.TRANSIENT, "no content");
            }
            if (sdkFileId.startsWith("null:")) {
                return new MediaChunk(new byte[0], "", true);
            }
            byte[] content = new byte[index.isEmpty() ? 524_288 : 100];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) i;
            }
            return new MediaChunk(
                    Arrays.copyOf(content, content.length), "Range:bytes=524288-524387", !index.isEmpty());
        }

        @Override
        public void close() {}
    }
}
