package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the JSON of GetChatData as a stream, without a tree.
 *
 * <p><b>Shape.</b> {@code {"errcode":0,"errmsg":"ok","chatdata":[{"seq":1,"msgid":"…","publickey_ver":1,
 * "encrypt_random_key":"…","encrypt_chat_msg":"…"},…]}}, UTF-8. Fields may come in any order. A missing or null
 * {@code chatdata} means an empty page, unless there is another array in its place.
 *
 * <p><b>Tolerance.</b> Unescaped control characters; integers in {@linkplain Integers any spelling}, as text too; fields
 * unknown, doubled or of an unexpected type, which are counted, and those of a record go to {@link ArchivedRecord#otherFields()}
 * unchanged. Not tolerated: a record without a seq, since it has no identity.
 *
 * <p><b>Errors.</b> {@link UnreadablePageException} for anything that is not this JSON; {@link BrokenSequenceException}
 * when the seqs cannot be trusted. Neither quotes content. Thread-safe.
 */
public final class PageParser {

    /** A record holds at most one message; merged forwards of tens of megabytes have been seen. */
    private static final int MAX_TEXT = 256 * 1024 * 1024;

    private final JsonFactory json = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
            .build();
    private final PageRecordReader recordReader = new PageRecordReader(json);

    /**
     * Reads one page.
     *
     * @param content the bytes as the library returned them
     * @param asked the exclusive seq that the page was asked for
     */
    public Page parse(byte[] content, long asked) throws UnreadablePageException {
        try (JsonParser parser = json.createParser(content)) {
            Page page = readPage(parser, new SequenceCheck(asked));
            if (parser.nextToken() != null) {
                throw new UnreadablePageException("there is more than one JSON value in the page");
            }
            return page;
        } catch (IOException e) {
            // Memory does not fail. Jackson also takes UTF-32, by the NULs at the beginning, and says so when it is
            // none.
            throw new UnreadablePageException(
                    "the page is not valid JSON (" + e.getClass().getSimpleName() + ", " + content.length + " bytes)");
        }
    }

    private Page readPage(JsonParser parser, SequenceCheck sequence) throws IOException, UnreadablePageException {
        require(parser.nextToken() == JsonToken.START_OBJECT, "the page is not a JSON object");
        OptionalInt errcode = OptionalInt.empty();
        boolean listed = false;
        boolean unknownList = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("errcode")) {
                errcode = OptionalInt.of(readErrcode(parser));
            } else if (field.equals("chatdata") && value != JsonToken.VALUE_NULL) {
                require(value == JsonToken.START_ARRAY, "chatdata is not an array");
                readRecords(parser, sequence);
                listed = true;
            } else {
                unknownList |= value == JsonToken.START_ARRAY;
                if (!field.equals("errmsg") && !field.equals("chatdata")) {
                    sequence.countUnknownField();
                }
                parser.skipChildren();
            }
        }
        require(errcode.isPresent(), "the page has no errcode");
        require(listed || !unknownList, "the page has an array of another name instead of chatdata");
        return sequence.page(errcode.getAsInt());
    }

    private static int readErrcode(JsonParser parser) throws IOException, UnreadablePageException {
        Optional<BigInteger> errcode = Integers.read(parser).filter(value -> value.bitLength() < Integer.SIZE);
        require(errcode.isPresent(), "errcode is not an integer of 32 bits");
        return errcode.get().intValueExact();
    }

    private void readRecords(JsonParser parser, SequenceCheck sequence) throws IOException, UnreadablePageException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(parser.currentToken() == JsonToken.START_OBJECT, "chatdata holds something other than an object");
            sequence.add(recordReader.read(parser, sequence));
        }
    }

    static void require(boolean condition, String otherwise) throws UnreadablePageException {
        if (!condition) {
            throw new UnreadablePageException(otherwise);
        }
    }
}
