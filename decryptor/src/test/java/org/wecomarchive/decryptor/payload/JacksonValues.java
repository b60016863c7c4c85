package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What a JSON value means, told by Jackson's own tree: the second opinion on the parser's conversions. */
final class JacksonValues {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNumberLength(100_000).build());
    }

    private JacksonValues() {}

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the test made broken JSON", e);
        }
    }

    /** The object or array in a string, else the value itself. */
    static JsonNode opened(JsonNode node) {
        if (!node.isTextual() || !node.textValue().strip().matches("(?s)[{\\[].*")) {
            return node;
        }
        try {
            return MAPPER.readTree(node.textValue());
        } catch (JsonProcessingException notJson) {
            return node;
        }
    }

    /** The value of a field of that kind, or null. */
    static Object value(String kind, JsonNode node) {
        return switch (kind) {
            case "str" -> text(node);
            case "int" -> integer(node).orElse(null);
            case "u64" -> unsigned(node);
            case "num" -> real(node);
            case "flag" -> flag(node);
            case "time" ->
                integer(node)
                        .map(n -> instant(n, n < 100_000_000_000L ? 1_000 : 1))
                        .orElse(null);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static String text(JsonNode node) {
        if (!node.isValueNode()
                || node.isNull()
                || node instanceof MissingNode
                || node.asText().isEmpty()) {
            return null;
        }
        return node.asText()
                .codePoints()
                .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.decimalValue()).filter(n -> node.asText().length() <= 1_000);
        }
        String text = node.isTextual() ? node.textValue().strip() : "";
        return text.length() <= 1_000 && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private static Optional<Long> integer(JsonNode node) {
        return number(node)
                .filter(n -> n.abs().compareTo(new BigDecimal("1e19")) < 0)
                .filter(n -> n.remainder(BigDecimal.ONE).signum() == 0)
                .map(BigDecimal::toBigInteger)
                .filter(n -> n.bitLength() <= 63)
                .map(Number::longValue);
    }

    private static String unsigned(JsonNode node) {
        return number(node)
                .filter(n -> n.signum() >= 0 && n.compareTo(new BigDecimal("18446744073709551615")) <= 0)
                .filter(n -> n.remainder(BigDecimal.ONE).signum() == 0)
                .map(n -> n.toBigInteger().toString())
                .orElse(null);
    }

    private static Double real(JsonNode node) {
        return number(node)
                .map(n -> Double.parseDouble(n.toString()))
                .filter(n -> !n.isInfinite())
                .orElse(null);
    }

    private static Boolean flag(JsonNode node) {
        String text = node.isValueNode() ? node.asText().strip() : "";
        if (text.matches("1|(?i:true)")) {
            return true;
        }
        return text.matches("0|(?i:false)") ? Boolean.FALSE : null;
    }

    private static Instant instant(long count, long unitMs) {
        if (count <= 0 || count > LATEST.toEpochMilli()) {
            return null;
        }
        Instant instant = unitMs == 1 ? Instant.ofEpochMilli(count) : Instant.ofEpochSecond(count);
        return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
    }
}
