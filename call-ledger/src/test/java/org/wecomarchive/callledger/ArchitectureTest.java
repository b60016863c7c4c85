package org.wecomarchive.callledger;

import org.wecomarchive.architecture.ArchitectureContract;

final class ArchitectureTest extends ArchitectureContract {}
