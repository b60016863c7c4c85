package org.wecomarchive.decryptor.keyring;

/** Who besides the owner may read a key file. */
public enum KeyFileAccess {
    /** Nobody: mode 0600 or 0400. */
    OWNER,
    /** The group may read, as it must in a Kubernetes secret mounted with {@code fsGroup}: mode 0440 or 0640. */
    GROUP_READ
}
