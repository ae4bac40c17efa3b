// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace opal {

/// This process in a form that no other process ever has: boot, process id and start time. A process id alone
/// is reused.
std::string currentProcessIdentity();

/// True if the process that currentProcessIdentity() named is still running on this machine. Malformed text
/// counts as gone.
bool isProcessAlive(const std::string& identity);

} // namespace opal
