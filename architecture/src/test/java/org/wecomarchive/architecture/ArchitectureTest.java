package org.wecomarchive.architecture;

final class ArchitectureTest extends ArchitectureContract {}
