package org.wecomarchive.simulator.hostile;

/** What is spoiled of a record, from the outside to the inside. */
public enum Layer {
    PAGE_BYTES("bytes of the page"),
    PAGE_FIELDS("fields of the page and of its record"),
    RAW_RECORD("bytes of the record in the raw topic"),
    KEY_TEXT("base64 of the encrypted key"),
    RSA_BLOCK("RSA block, and the key string in it"),
    MESSAGE("encrypted message"),
    PLAINTEXT("bytes of the message, ill-formed UTF-8 among them"),
    STRUCTURE("fields of the message, and what they are in"),
    VALUES("types of values, numbers of any size"),
    NESTING("depth of arrays, objects, parts and JSON in strings"),
    SIZE("lengths and numbers of names, texts, parts, files and receivers, up to the limits"),
    IDS("ids and times of every shape, key versions");

    private final String meaning;

    Layer(String meaning) {
        this.meaning = meaning;
    }

    /** In a few words. */
    public String meaning() {
        return meaning;
    }
}
