package org.wecomarchive.financesdk.nativelib;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads enough of a library's ELF header to say in plain words why this machine cannot load it; the dynamic loader's own
 * words for it ("invalid ELF header", "wrong ELF class") do not help an operator.
 *
 * <p><b>Shape.</b> Bytes 0–3 {@code 7f 45 4c 46}; byte 4 class (2 = 64 bit); byte 5 byte order (1 = little endian); bytes
 * 18–19 machine (62 = x86-64, 183 = AArch64).
 */
final class ElfHeader {

    private static final int HEADER_BYTES = 20;
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final Map<Integer, String> MACHINES = Map.of(3, "x86", 40, "arm", 62, "amd64", 183, "aarch64");

    private ElfHeader() {}

    /**
     * @param architecture the JVM's {@code os.arch}
     * @throws IllegalArgumentException when the file is not a 64-bit library for {@code architecture}
     */
    static void check(Path library, String architecture) {
        ByteBuffer header = ByteBuffer.wrap(read(library));
        if (header.remaining() < HEADER_BYTES || header.getInt(0) != MAGIC) {
            throw new IllegalArgumentException(library
                    + " is not a Linux library (it has no ELF header): take libWeWorkFinanceSdk_C.so out of the vendor's"
                    + " Linux package");
        }
        boolean loadable = header.get(4) == CLASS_64 && header.get(5) == LITTLE_ENDIAN;
        int machine = header.order(ByteOrder.LITTLE_ENDIAN).getShort(18) & 0xffff;
        String built = MACHINES.getOrDefault(machine, "machine " + machine);
        if (!loadable || !built.equals(architecture)) {
            throw new IllegalArgumentException(library + " is built for " + built + ", but this JVM runs on "
                    + architecture + ": take the vendor's package for " + architecture
                    + " (aarch64 exists from SDK v3.0 on)");
        }
    }

    private static byte[] read(Path library) {
        try (InputStream in = Files.newInputStream(library)) {
            return in.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    library + " cannot be read by this user: " + e.getClass().getSimpleName(), e);
        }
    }
}
