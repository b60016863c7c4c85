package org.wecomarchive.simulator.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.wecomarchive.simulator.random.SeededRandom;

/** Changes bytes that should be JSON in UTF-8, without looking at what they mean. */
enum ByteMutation {
    FLIPPED_BITS {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            byte[] changed = bytes.clone();
            for (int i = random.below(8); i >= 0; i--) {
                changed[random.below(changed.length)] ^= (byte) (1 << random.below(8));
            }
            return changed;
        }
    },
    OVERWRITTEN {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return replaced(bytes, random, random.below(16), random.bytes(random.between(1, 16)));
        }
    },
    CUT_OFF {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return Arrays.copyOf(bytes, random.below(bytes.length));
        }
    },
    CUT_OUT {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return replaced(bytes, random, random.below(200), new byte[0]);
        }
    },
    TWICE {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
            System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
            return twice;
        }
    },
    NULS_BEFORE {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return joined(new byte[random.between(1, 4)], bytes);
        }
    },
    AMONG_NULS {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            byte[] spread = new byte[4 * bytes.length];
            int place = random.below(4);
            for (int i = 0; i < bytes.length; i++) {
                spread[4 * i + place] = bytes[i];
            }
            return spread;
        }
    },
    BLANKS_AROUND {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            byte[] blanks = random.text(" \t\r\n", random.between(1, 300)).getBytes(StandardCharsets.US_ASCII);
            return joined(blanks, joined(bytes, blanks));
        }
    },
    MARK_BEFORE {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return joined("\uFEFF".getBytes(StandardCharsets.UTF_8), bytes);
        }
    },
    ILL_FORMED {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return replaced(bytes, random, 0, random.pick(ILL_FORMED_SEQUENCES));
        }
    },
    MANY_ILL_FORMED {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            byte[] changed = bytes;
            for (int i = random.between(1, 40); i > 0; i--) {
                changed = ILL_FORMED.apply(changed, random);
            }
            return changed;
        }
    },
    OTHER_CHARSET {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            Charset charset = Charset.forName(random.pick(CHARSETS));
            return new String(bytes, StandardCharsets.UTF_8).getBytes(charset);
        }
    },
    SYNTAX {
        @Override
        byte[] apply(byte[] bytes, SeededRandom random) {
            return replaced(bytes, random, random.below(4), random.pick(PIECES).getBytes(StandardCharsets.UTF_8));
        }
    };

    private static final List<String> CHARSETS =
            List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "GB18030", "ISO-8859-1");

    private static final List<String> PIECES =
            List.of("\"", ",", ":", "{", "}", "[[[[", "]", "\\", "\\ud83d", "\\x41", "\u0000", "1e2147483648", "null");

    /** Too long, halves of surrogate pairs, beyond Unicode, without beginning, without end. */
    private static final List<byte[]> ILL_FORMED_SEQUENCES = Stream.of(
                    "c080",
                    "e08080",
                    "f0808080",
                    "eda080",
                    "edbfbf",
                    "f4908080",
                    "f8888080",
                    "80",
                    "bfbf",
                    "e4bd",
                    "ff",
                    "fe")
            .map(HexFormat.of()::parseHex)
            .toList();

    /** Never changes the array that it is given, which has at least one byte. */
    abstract byte[] apply(byte[] bytes, SeededRandom random);

    static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    /** Puts a part in place of at most {@code lost} bytes, anywhere. */
    private static byte[] replaced(byte[] bytes, SeededRandom random, int lost, byte[] part) {
        int from = random.below(bytes.length);
        int to = Math.min(bytes.length, from + lost);
        return joined(Arrays.copyOf(bytes, from), joined(part, Arrays.copyOfRange(bytes, to, bytes.length)));
    }
}
