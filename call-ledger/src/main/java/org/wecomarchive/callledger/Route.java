package org.wecomarchive.callledger;

/** How calls go to WeCom. */
public enum Route {
    /** Without a proxy of the tenant's in between: an answer is WeCom's. */
    DIRECT,
    /** Through a proxy, which can change an answer. */
    PROXY
}
