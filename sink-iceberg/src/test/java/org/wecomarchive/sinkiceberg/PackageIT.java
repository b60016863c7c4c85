package org.wecomarchive.sinkiceberg;

import org.wecomarchive.architecture.PackageContract;

final class PackageIT extends PackageContract {}
