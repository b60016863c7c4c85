package org.wecomarchive.sinkiceberg.read;

/** Is told the identity of every row, in no particular order. */
@FunctionalInterface
public interface IdentityVisitor {

    void visit(String corpId, long seq);
}
