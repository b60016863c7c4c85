package org.wecomarchive.decryptor;

import org.wecomarchive.architecture.PackageContract;

final class PackageIT extends PackageContract {}
