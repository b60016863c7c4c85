package org.wecomarchive.quickstart.report;

/** Whether decoded messages may be shown on the screen. */
public enum Messages {
    SHOWN,
    HIDDEN
}
