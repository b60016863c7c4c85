package org.wecomarchive.cli;

import org.wecomarchive.architecture.PackageContract;

final class PackageIT extends PackageContract {}
