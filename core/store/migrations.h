// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opal {

class Database;

/// The version of the run store that this release writes (PRAGMA user_version).
int currentStoreVersion();

/// Brings the file to currentStoreVersion() by the steps that are missing, each in its own transaction. Safe
/// when several programs open a new workspace at once. Throws Error{NewerVersion} for a file of a newer
/// release and Error{Database} for an SQLite file that is not a run store.
void migrate(const Database& database);

} // namespace opal
